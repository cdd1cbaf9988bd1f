namespace Busbar.Messaging;

/// <summary>What was sent to this client alone, or asked of it. Yours to keep.</summary>
/// <param name="Name">What it is; null when it was not said.</param>
/// <param name="From">The client that sent it; null for the server.</param>
/// <param name="Value">One JSON text as UTF-8.</param>
public readonly record struct ReceivedSend(string? Name, string? From, ReadOnlyMemory<byte> Value);
