using System.Threading.Tasks.Sources;

namespace Busbar.Testing;

/// <summary>
/// Something that the code under test says again and again and a test waits for each time, for example from a callback: each
/// <see cref="Set"/> lets one <see cref="NextAsync"/> pass, whichever comes first. Neither allocates, so that allocations can be
/// counted around them. Any thread sets; one at a time waits.
/// </summary>
public sealed class Signal : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _patience;
    private readonly Timer _guard;
    private ManualResetValueTaskSourceCore<bool> _core;
    private int _unawaited;
    private bool _isAwaited;
    private long _awaitedSince; // ms of the system's uptime

    /// <param name="patience">After how long a wait for the code under test fails, so that a broken test ends; 30 s unless given.</param>
    public Signal(TimeSpan? patience = null)
    {
        _patience = patience ?? Patience.Usual;
        _guard = new Timer(static signal => ((Signal)signal!).GiveUp(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Lets one wait pass; the waiting test goes on on the thread pool.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (!_isAwaited)
            {
                _unawaited++;
                return;
            }

            _isAwaited = false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits for the next <see cref="Set"/> that nobody has waited for.</summary>
    /// <remarks>The task fails with a <see cref="TimeoutException"/> when it was not set in time.</remarks>
    /// <exception cref="InvalidOperationException">Somebody waits already.</exception>
    public ValueTask NextAsync()
    {
        lock (_lock)
        {
            if (_isAwaited)
                throw new InvalidOperationException("Somebody waits already: one at a time.");
            if (_unawaited > 0)
            {
                _unawaited--;
                return ValueTask.CompletedTask;
            }

            _core.Reset();
            _isAwaited = true;
            _awaitedSince = Environment.TickCount64;
            _guard.Change(_patience, Timeout.InfiniteTimeSpan);
            return new ValueTask(this, _core.Version);
        }
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void GiveUp()
    {
        lock (_lock)
        {
            long waited = Environment.TickCount64 - _awaitedSince;
            if (!_isAwaited || waited + 100 < (long)_patience.TotalMilliseconds)
                return; // for a wait before this one: clocks may differ by less than 100 ms
            _isAwaited = false;
        }

        _core.SetException(new TimeoutException($"It was not signalled within {Patience.Format(_patience)}."));
    }
}
