namespace Busbar.Messaging;

/// <summary>How long messages are worth having in the topics that match a filter; the first rule that matches a topic decides.</summary>
/// <param name="Filter">A topic, or a filter with <c>+</c> and <c>#</c>; see <see cref="TopicFilter"/>.</param>
/// <param name="TimeToLive">Above zero; see <see cref="Topic.TimeToLive"/>.</param>
public sealed record TimeToLiveRule(string Filter, TimeSpan TimeToLive)
{
    internal void Validate()
    {
        TopicFilter.Parse(Filter);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TimeToLive, TimeSpan.Zero, nameof(TimeToLive));
    }
}
