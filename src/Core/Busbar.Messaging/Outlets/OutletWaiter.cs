using System.Threading.Tasks.Sources;

namespace Busbar.Messaging;

/// <summary>The one reader's wait: reused, so that waiting allocates nothing. Its continuation runs on the publisher's thread only by <see cref="CompleteHere"/>.</summary>
internal sealed class OutletWaiter(Outlet outlet) : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _cancellationToken;

    /// <summary>Begins a wait; the outlet has noted that one is under way only after this, so nothing completes it before.</summary>
    public short Begin()
    {
        _core.Reset();
        return _core.Version;
    }

    /// <summary>Ends the wait; the reader goes on by the thread pool.</summary>
    public void Complete(bool result)
    {
        _core.RunContinuationsAsynchronously = true;
        _core.SetResult(result);
    }

    /// <summary>Ends the wait; the reader goes on now, on this thread, until it waits again.</summary>
    public void CompleteHere()
    {
        _core.RunContinuationsAsynchronously = false;
        _core.SetResult(true);
    }

    /// <summary>Watches the token; called by the reader itself, before it can await.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(static state => ((OutletWaiter)state!).Cancel(), this);
    }

    public bool GetResult(short token)
    {
        // Waits for a callback that is under way, so that none can end the next wait.
        _cancellation.Dispose();
        _cancellation = default;
        return _core.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (outlet.EndWait())
        {
            _core.RunContinuationsAsynchronously = true;
            _core.SetException(new OperationCanceledException(_cancellationToken));
        }
    }
}
