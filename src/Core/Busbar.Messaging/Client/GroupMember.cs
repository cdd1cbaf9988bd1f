namespace Busbar.Messaging;

/// <summary>A client that is in a group.</summary>
/// <param name="Client">What it is known by, as long as its session lasts.</param>
/// <param name="Name">What it called itself; null when it did not.</param>
public readonly record struct GroupMember(string Client, string? Name);
