namespace Busbar.Messaging;

// The one reader's side.
public sealed partial class Outlet
{
    /// <summary>Takes what waits, oldest first, as much as fits. Each message is yours to dispose.</summary>
    /// <returns>How many were taken; 0 when none waits.</returns>
    public int TryRead(Span<RetainedMessage> messages)
    {
        int count = 0;
        _gate.Enter();
        try
        {
            while (count < messages.Length && _ring.Dequeue() is { } block)
                messages[count++] = new RetainedMessage(block);
            _delivered += count;
        }
        finally
        {
            _gate.Exit();
        }

        return count;
    }

    /// <summary>Takes the oldest message that waits; it is yours to dispose.</summary>
    public bool TryRead(out RetainedMessage message)
    {
        message = default;
        return TryRead(new Span<RetainedMessage>(ref message)) == 1;
    }

    /// <summary>
    /// Waits until a message can be read, or <see cref="Wake"/> is called. Allocates nothing. One wait at a time, awaited once.
    /// </summary>
    /// <returns>False when the outlet is closed and never gives anything again.</returns>
    /// <exception cref="InvalidOperationException">Another wait is under way.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while it waited.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(cancellationToken);

        short version;
        _gate.Enter();
        try
        {
            if (_ring.Count > 0 || _isWoken)
            {
                _isWoken = false;
                return ValueTask.FromResult(true);
            }

            if (_isClosed)
                return ValueTask.FromResult(false);
            if (_isWaiting)
                throw new InvalidOperationException("The outlet has a reader that waits; it serves one.");
            version = _waiter.Begin();
            _isWaiting = true;
        }
        finally
        {
            _gate.Exit();
        }

        if (cancellationToken.CanBeCanceled)
            _waiter.CancelWith(cancellationToken);
        return new ValueTask<bool>(_waiter, version);
    }

    /// <summary>Ends the reader's wait, this one or the next, though nothing may be there to read: for what else the reader has to do.</summary>
    public void Wake()
    {
        bool wake;
        _gate.Enter();
        wake = _isWaiting;
        _isWoken = !wake;
        _isWaiting = false;
        _gate.Exit();

        if (wake)
            _waiter.Complete(true);
    }

    /// <summary>Claims the end of the wait that is under way: whoever gets true completes it.</summary>
    internal bool EndWait()
    {
        _gate.Enter();
        bool wasWaiting = _isWaiting;
        _isWaiting = false;
        _gate.Exit();
        return wasWaiting;
    }
}
