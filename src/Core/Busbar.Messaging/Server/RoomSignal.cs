using System.Threading.Tasks.Sources;

namespace Busbar.Messaging;

/// <summary>
/// For transports: what a client's one writer waits for in <see cref="IClientTransport.WaitForRoomAsync"/>, room or the end. Reused, so that
/// waiting allocates nothing; continuations run on the thread pool. All members may be called from any thread.
/// </summary>
public sealed class RoomSignal : IValueTaskSource<bool>
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private bool _isSet;
    private bool _isWaiting;
    private bool _hasEnded;

    /// <summary>There will never be room again.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock)
                return _hasEnded;
        }
    }

    /// <summary>Forgets a signal from before.</summary>
    public void Clear()
    {
        lock (_lock)
            _isSet = false;
    }

    /// <summary>There is room.</summary>
    public void Set() => Complete(hasEnded: false);

    /// <summary>There will never be room again.</summary>
    public void End() => Complete(hasEnded: true);

    /// <summary>Waits for <see cref="Set"/>, one made already included. One wait at a time, awaited once.</summary>
    /// <returns>False at the end.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_hasEnded)
                return ValueTask.FromResult(false);
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.FromResult(true);
            }

            _core.Reset();
            _isWaiting = true;
            return new ValueTask<bool>(this, _core.Version);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Complete(bool hasEnded)
    {
        bool wake;
        bool result;
        lock (_lock)
        {
            _hasEnded |= hasEnded;
            wake = _isWaiting;
            _isWaiting = false;
            _isSet = !wake;
            result = !_hasEnded;
        }

        if (wake)
            _core.SetResult(result);
    }
}
