namespace Busbar.Messaging;

/// <summary>How a client wants to join.</summary>
/// <param name="Id">By which it knows the answer.</param>
/// <param name="History">How many events from before it wants.</param>
/// <param name="Epoch">Of <paramref name="Since"/>; null without it.</param>
/// <param name="Since">The last message that it has.</param>
/// <param name="WatchesPresence">It wants to be told who else joins and leaves.</param>
internal readonly record struct JoinRequest(long? Id, int History, string? Epoch, long Since, bool WatchesPresence);

/// <summary>What is missing between what a client has and what it gets.</summary>
/// <param name="IsThere">Something is.</param>
/// <param name="Missed">How many messages; null when nobody can say.</param>
internal readonly record struct JoinGap(bool IsThere, long? Missed);
