namespace Busbar.Messaging;

/// <summary>Messages that are missing, or may be.</summary>
/// <param name="Filter">Of which group; null for any.</param>
/// <param name="Missed">How many; null when nobody can say.</param>
public readonly record struct BrokerGap(string? Filter, long? Missed);
