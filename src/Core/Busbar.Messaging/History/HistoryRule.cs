namespace Busbar.Messaging;

/// <summary>How much history the topics keep that match a filter; the first rule that matches a topic decides.</summary>
/// <param name="Filter">A topic, or a filter with <c>+</c> and <c>#</c>; see <see cref="TopicFilter"/>.</param>
/// <param name="Count">How many messages at most; 1 to 16,777,216.</param>
/// <param name="Age">How old they may become; null for any age, otherwise above zero.</param>
/// <param name="MaxBytes">How many octets they may take for each topic, counted by their blocks; at least 64, 1 MiB unless told otherwise.</param>
public sealed record HistoryRule(string Filter, int Count, TimeSpan? Age = null, long MaxBytes = 1024 * 1024)
{
    internal const int GreatestCount = 1 << 24;

    internal void Validate()
    {
        TopicFilter.Parse(Filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, GreatestCount, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 64, nameof(MaxBytes));
        if (Age is { } age)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(Age));
    }
}
