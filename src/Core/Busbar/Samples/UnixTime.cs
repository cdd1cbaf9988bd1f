namespace Busbar;

/// <summary>Times as nanoseconds since 1970-01-01T00:00:00Z, from 1677-09-21 to 2262-04-11.</summary>
public static class UnixTime
{
    private const long NanosecondsPerTick = 100;
    private const long MinTicks = long.MinValue / NanosecondsPerTick;
    private const long MaxTicks = long.MaxValue / NanosecondsPerTick;

    /// <summary>The time as nanoseconds since the epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside 1677-09-21 to 2262-04-11.</exception>
    public static long ToNanoseconds(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        if (ticks is < MinTicks or > MaxTicks)
            Throw(time);
        return ticks * NanosecondsPerTick;
    }

    /// <summary>The time of so many nanoseconds since the epoch, cut to the 100 ns that a <see cref="DateTimeOffset"/> holds.</summary>
    public static DateTimeOffset FromNanoseconds(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((nanoseconds / NanosecondsPerTick) - (nanoseconds % NanosecondsPerTick < 0 ? 1 : 0));

    /// <summary>The provider's current time as nanoseconds since the epoch.</summary>
    public static long GetUnixNanoseconds(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return ToNanoseconds(time.GetUtcNow());
    }

    private static void Throw(DateTimeOffset time) =>
        throw new ArgumentOutOfRangeException(nameof(time), time, "The time must lie between 1677-09-21 and 2262-04-11, what 64 bits of nanoseconds hold.");
}
