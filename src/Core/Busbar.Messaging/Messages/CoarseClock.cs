namespace Busbar.Messaging;

/// <summary>
/// The time in Unix nanoseconds, read anew only when the system's tick count moved (every few milliseconds): a tenth of the price
/// of the exact one. Any other provider is asked each time.
/// </summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly bool _isSystem = ReferenceEquals(time, TimeProvider.System);
    private long _tick = long.MinValue;
    private long _now;

    public long Now()
    {
        if (!_isSystem)
            return time.GetUnixNanoseconds();

        // Two threads may pair an old time with a new tick for one tick: still right to some milliseconds.
        long tick = Environment.TickCount64;
        if (tick == Volatile.Read(ref _tick))
            return Volatile.Read(ref _now);

        long now = time.GetUnixNanoseconds();
        Volatile.Write(ref _now, now);
        Volatile.Write(ref _tick, tick);
        return now;
    }
}
