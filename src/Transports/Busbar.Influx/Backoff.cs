namespace Busbar.Influx;

/// <summary>Delays between attempts: doubling to a bound, each shortened by up to half at random so that many writers do not return at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, int? seed)
{
    private readonly Random _random = seed is { } given ? new Random(given) : new Random();

    /// <param name="attempt">How many attempts have failed in a row; at least 1.</param>
    public TimeSpan After(int attempt)
    {
        double doubled = first.Ticks * Math.Pow(2, Math.Min(attempt - 1, 40));
        double bounded = Math.Min(doubled, longest.Ticks);
        return TimeSpan.FromTicks((long)(bounded * (1 - (_random.NextDouble() / 2))));
    }
}
