namespace Busbar.Benchmarks;

/// <summary>
/// Seeded inputs: the same in every run and on every machine, irregular enough that no branch predictor learns them.
/// </summary>
internal static class Inputs
{
    private const int Seed = 20_240_229;
    private static readonly long Start = UnixTime.ToNanoseconds(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));

    public static Random Random() => new(Seed);

    /// <summary>That many series, ten fields a group, in a registry of their own.</summary>
    public static Series[] Series(int count, SeriesRegistry registry) =>
        [.. Enumerable.Range(0, count).Select(i => registry.Group("feeder", new Tag("site", "north"), new Tag("bay", $"{i / 10}")).Field($"value_{i % 10}"))];

    /// <summary>Values of two decimals, as meters give them, of series picked at random.</summary>
    public static Sample[] Samples(int count, Series[] series)
    {
        Random random = Random();
        return [.. Enumerable.Range(0, count).Select(i => Sample.Received(
            series[random.Next(series.Length)], SampleKind.Double, BitConverter.DoubleToUInt64Bits(random.Next(100_000) / 100d), Start + (i * 1_000_000L)))];
    }

    /// <summary>That many of the items, picked at random, some more than once.</summary>
    public static T[] Picks<T>(int count, T[] items)
    {
        Random random = Random();
        return [.. Enumerable.Range(0, count).Select(_ => items[random.Next(items.Length)])];
    }
}
