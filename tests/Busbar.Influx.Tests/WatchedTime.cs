using System.Threading.Channels;
using Busbar.Testing;

namespace Busbar.Influx.Tests;

/// <summary>Hand-driven time that also says when the code under test has begun to wait, and for how long.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTimeProvider _inner = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long GetTimestamp() => _inner.GetTimestamp();

    public void Advance(TimeSpan by) => _inner.Advance(by);

    /// <summary>The next wait within the two bounds; others before it are passed over.</summary>
    public async Task<TimeSpan> NextWaitAsync(TimeSpan atLeast, TimeSpan atMost)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            TimeSpan wait = await _waits.Reader.ReadAsync(guard.Token);
            if (wait >= atLeast && wait <= atMost)
                return wait;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, _inner.CreateTimer(callback, state, dueTime, period));
        Report(dueTime);
        return timer;
    }

    private void Report(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            _waits.Writer.TryWrite(dueTime);
    }

    private sealed class WatchedTimer(WatchedTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            time.Report(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
