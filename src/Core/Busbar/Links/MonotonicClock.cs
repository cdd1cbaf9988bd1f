using System.Runtime.CompilerServices;

namespace Busbar.Links;

/// <summary>A provider's monotonic clock in ticks of 100 ns.</summary>
internal readonly struct MonotonicClock(TimeProvider provider)
{
    private readonly long _frequency = provider.TimestampFrequency;

    [HotPath]
    public long Now
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            long timestamp = provider.GetTimestamp();
            if (_frequency == 1_000_000_000) // Linux: the division by a constant costs a multiplication
                return timestamp / 100;
            return _frequency == TimeSpan.TicksPerSecond ? timestamp : (long)((Int128)timestamp * TimeSpan.TicksPerSecond / _frequency);
        }
    }
}
