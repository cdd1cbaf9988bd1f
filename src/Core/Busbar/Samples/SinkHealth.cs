namespace Busbar;

/// <summary>How a sink is, and why when it is not well.</summary>
/// <param name="State">How well it does.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public readonly record struct SinkHealth(SinkState State, string? Detail = null);
