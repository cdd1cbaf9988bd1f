using System.Threading.Channels;

namespace Busbar.Testing;

/// <summary>
/// A clock that stands still until the test moves it. Timers fire inside <see cref="Advance"/>, on its thread, in the order of
/// their due times, each seeing its own due time as the current one. That the code under test has begun to wait is told by
/// <see cref="NextTimerAsync(TimeSpan, CancellationToken)"/>. All members may be called from any thread.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private const int SettingsKept = 1024;

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<TimeSpan> _settings =
        Channel.CreateBounded<TimeSpan>(new BoundedChannelOptions(SettingsKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TimeSpan _patience;
    private DateTimeOffset _now;
    private long _elapsed; // ticks of 100 ns since construction

    /// <param name="start">The wall clock at the start; 2026-01-01T00:00:00Z unless said otherwise.</param>
    /// <param name="patience">After how long a wait for the code under test fails, so that a broken test ends; 30 s of real time unless given.</param>
    public ManualTimeProvider(DateTimeOffset? start = null, TimeSpan? patience = null)
    {
        _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _patience = patience ?? Patience.Usual;
    }

    /// <summary>How many timers are waiting.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed;
    }

    /// <summary>Moves both clocks forward and fires what became due.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_lock)
            target = _elapsed + by.Ticks;

        while (TakeNextDue(target) is { } due)
            due.Fire();

        lock (_lock)
            MoveTo(target);
    }

    /// <summary>Moves the wall clock alone, as a clock that is set does; no timer fires.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock)
            _now = now;
    }

    /// <summary>
    /// Waits until the code under test sets a timer to fire after such a time. Each setting is given once: a call passes over those
    /// that do not match, be they made already, and the next one goes on behind it. The last 1,024 are kept.
    /// </summary>
    /// <remarks>It tells that the timer runs, not what the code does after setting it: for that, wait for what it does.</remarks>
    /// <param name="atLeast">The shortest time that is waited for.</param>
    /// <param name="atMost">The longest one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>After how long the timer was set to fire.</returns>
    /// <exception cref="TimeoutException">No such timer was set in time; says which were.</exception>
    public Task<TimeSpan> NextTimerAsync(TimeSpan atLeast, TimeSpan atMost, CancellationToken cancellationToken = default) =>
        Patience.NextAsync(
            _settings.Reader, time => time >= atLeast && time <= atMost, _patience, settings => Failure(atLeast, atMost, settings), cancellationToken);

    /// <inheritdoc cref="NextTimerAsync(TimeSpan, TimeSpan, CancellationToken)"/>
    /// <param name="due">The time that is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<TimeSpan> NextTimerAsync(TimeSpan due, CancellationToken cancellationToken = default) => NextTimerAsync(due, due, cancellationToken);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private string Failure(TimeSpan atLeast, TimeSpan atMost, IReadOnlyList<TimeSpan> settings)
    {
        string wanted = atLeast == atMost ? $"for {Patience.Format(atLeast)}" : $"for {Patience.Format(atLeast)} to {Patience.Format(atMost)}";
        string others = settings.Count == 0 ? "none" : string.Join(", ", settings.Select(Patience.Format));
        return $"No timer was set {wanted} within {Patience.Format(_patience)}. Others that were: {others}.";
    }

    private ManualTimer? TakeNextDue(long target)
    {
        lock (_lock)
        {
            ManualTimer? next = null;
            foreach (ManualTimer timer in _timers)
            {
                if (timer.Due <= target && (next is null || timer.Due < next.Due))
                    next = timer;
            }

            if (next is null)
                return null;
            MoveTo(Math.Max(next.Due, _elapsed));
            if (next.Period > 0)
                next.Due += next.Period;
            else
                _timers.Remove(next);
            return next;
        }
    }

    private void MoveTo(long elapsed)
    {
        if (elapsed <= _elapsed)
            return;
        _now = _now.AddTicks(elapsed - _elapsed);
        _elapsed = elapsed;
    }

    private sealed class ManualTimer(ManualTimeProvider provider, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fireNow;
            lock (provider._lock)
            {
                provider._timers.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = provider._elapsed + dueTime.Ticks;
                fireNow = dueTime <= TimeSpan.Zero;
                if (!fireNow || Period > 0)
                    provider._timers.Add(this);
                if (fireNow && Period > 0)
                    Due += Period;
            }

            provider._settings.Writer.TryWrite(dueTime);
            // A due time of zero fires at once, as the system's timers do; never under the lock, never inside the caller's locks.
            if (fireNow)
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            return true;
        }

        public void Dispose()
        {
            lock (provider._lock)
                provider._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
