namespace Busbar.Messaging;

/// <summary>What is still to be said.</summary>
/// <param name="Text">The object as a line; empty for a publish.</param>
/// <param name="Id">The number it asks with; 0 for none.</param>
/// <param name="MayGiveWay">It is dropped when too much waits.</param>
/// <param name="LeavesFilter">The filter that a <c>leave</c> is for.</param>
/// <param name="Publish">What is published; null for anything else.</param>
internal readonly record struct WaitingObject(byte[] Text, long Id, bool MayGiveWay = true, string? LeavesFilter = null, ClientPublish? Publish = null);
