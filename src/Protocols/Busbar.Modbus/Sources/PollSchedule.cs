using System.Threading.Tasks.Sources;

namespace Busbar.Modbus;

/// <summary>
/// Says when a poll is due: at once, and then at whole periods from there, without drift. A time that comes while a poll is under
/// way is left out and counted. Allocates nothing per poll.
/// </summary>
internal sealed class PollSchedule : IValueTaskSource<bool>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly Action _overran;
    private readonly Action? _waiting;
    private readonly long _start;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _core; // continues on the timer's thread
    private long _next = 1; // the time that the timer waits for, in periods from the start
    private bool _isFirst = true;
    private bool _waits;
    private bool _ended;
    private long _missed;

    /// <param name="time">The clock.</param>
    /// <param name="period">The time between two polls.</param>
    /// <param name="overran">Called for a time that came while a poll was under way.</param>
    /// <param name="waiting">Called when a poll has ended and the next is waited for.</param>
    public PollSchedule(TimeProvider time, TimeSpan period, Action overran, Action? waiting)
    {
        _time = time;
        _period = period;
        _overran = overran;
        _waiting = waiting;
        _start = time.GetTimestamp();
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static schedule => ((PollSchedule)schedule!).OnTimer(), this, period, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Times left out.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Ends when the next poll is due: true; or when there is none any more: false. One caller at a time.</summary>
    public ValueTask<bool> NextAsync()
    {
        lock (_lock)
        {
            if (_ended || _isFirst)
            {
                _isFirst = false;
                return new ValueTask<bool>(!_ended);
            }

            _core.Reset();
            _waits = true;
            _waiting?.Invoke();
            return new ValueTask<bool>(this, _core.Version);
        }
    }

    /// <summary>No further poll is due. Any thread.</summary>
    public void End()
    {
        bool wakes;
        lock (_lock)
        {
            _ended = true;
            wakes = _waits;
            _waits = false;
        }

        if (wakes)
            _core.SetResult(false);
    }

    public void Dispose() => _timer.Dispose();

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void OnTimer()
    {
        bool wakes;
        bool late;
        lock (_lock)
        {
            if (_ended)
                return;

            // Timers may come a little early or much late: what counts is which whole period the clock is in.
            long reached = (_time.GetElapsedTime(_start).Ticks + TimeSpan.TicksPerMillisecond) / _period.Ticks;
            late = reached >= _next;
            long skipped = late ? reached - _next : 0;
            wakes = late && _waits;
            if (wakes)
                _waits = false;
            else if (late)
                skipped++;
            if (late)
                _next = reached + 1;
            if (skipped > 0)
            {
                _missed += skipped;
                Diagnostics.MissedPolls.Add(skipped);
            }

            TimeSpan wait = TimeSpan.FromTicks(_period.Ticks * _next) - _time.GetElapsedTime(_start);
            _timer.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }

        if (wakes)
            _core.SetResult(true);
        else if (late)
            _overran();
    }
}
