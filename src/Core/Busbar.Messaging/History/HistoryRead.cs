namespace Busbar.Messaging;

/// <summary>What a <see cref="Topic.ReadHistory"/> gave.</summary>
/// <param name="Count">How many messages were given.</param>
/// <param name="Status">
/// <see cref="ResumeStatus.Complete"/>, <see cref="ResumeStatus.Gap"/> before the first one, or <see cref="ResumeStatus.OtherEpoch"/>
/// when the topic has not come to the asked number yet: it was given in another life of the broker.
/// </param>
/// <param name="Last">How far this came: what to ask for next. Above the last given one when later ones have expired.</param>
/// <param name="HasMore">More is kept than there was room for.</param>
public readonly record struct HistoryRead(int Count, ResumeStatus Status, long Last, bool HasMore);
