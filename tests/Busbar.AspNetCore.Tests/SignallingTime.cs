using System.Threading.Channels;
using Busbar.Testing;

namespace Busbar.AspNetCore.Tests;

/// <summary>A clock that the test moves, and that says when the code under test began to wait.</summary>
internal sealed class SignallingTime : TimeProvider
{
    private readonly ManualTimeProvider _manual = new();
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _manual.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _manual.GetUtcNow();

    public override long GetTimestamp() => _manual.GetTimestamp();

    public void Advance(TimeSpan by) => _manual.Advance(by);

    /// <summary>Waits until a timer was set to that time from then.</summary>
    public async Task ArmedAsync(TimeSpan due)
    {
        while (await _armed.Reader.ReadAsync(TestContext.Current.CancellationToken) != due)
        {
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, _manual.CreateTimer(callback, state, dueTime, period));
        Tell(dueTime);
        return timer;
    }

    private void Tell(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            _armed.Writer.TryWrite(dueTime);
    }

    private sealed class Timer(SignallingTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            time.Tell(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
