namespace Busbar.Messaging;

/// <summary>How a client wants to join.</summary>
/// <param name="Id">By which it knows the answer.</param>
/// <param name="History">How many events from before it wants.</param>
/// <param name="Epoch">Of <paramref name="Since"/>; null without it.</param>
/// <param name="Since">The last message that it has.</param>
/// <param name="WatchesPresence">It wants to be told who else joins and leaves; null when it does not say.</param>
internal readonly record struct JoinRequest(long? Id, int History, string? Epoch, long Since, bool? WatchesPresence);

/// <summary>From where a client gets a group's messages.</summary>
/// <param name="Sequence">Of one exact topic, the last message before those that follow; null of other filters.</param>
/// <param name="HasGap">Something is missing between what it has and what it gets.</param>
/// <param name="Missed">How many messages; null when nobody can say.</param>
internal readonly record struct JoinPoint(long? Sequence, bool HasGap = false, long? Missed = null);
