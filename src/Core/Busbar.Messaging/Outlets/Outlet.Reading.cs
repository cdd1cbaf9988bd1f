namespace Busbar.Messaging;

// The one reader's side.
public sealed partial class Outlet
{
    /// <summary>Takes what waits, oldest first, as much as fits. Each message is yours to dispose.</summary>
    /// <returns>How many were taken; 0 when none waits.</returns>
    public int TryRead(Span<RetainedMessage> messages) => Read(messages, stopsAtGap: false, out _);

    /// <summary>
    /// As <see cref="TryRead(Span{RetainedMessage})"/>, and tells what is missing, in the order of delivery: what is read ends before
    /// a message that was preceded by losses, so that those told are always before the first one.
    /// </summary>
    /// <param name="messages">Where the messages go.</param>
    /// <param name="loss">
    /// What was skipped, dropped and has expired since the last read. What was lost behind the last message that waits is told with
    /// the next message that comes.
    /// </param>
    /// <returns>How many were taken; 0 when none waits.</returns>
    public int TryRead(Span<RetainedMessage> messages, out OutletLoss loss) => Read(messages, stopsAtGap: true, out loss);

    /// <summary>Takes the oldest message that waits; it is yours to dispose.</summary>
    public bool TryRead(out RetainedMessage message)
    {
        message = default;
        return TryRead(new Span<RetainedMessage>(ref message)) == 1;
    }

    private int Read(Span<RetainedMessage> messages, bool stopsAtGap, out OutletLoss loss)
    {
        int count = 0;
        long skipped = 0;
        long now = 0;
        PublishQueue[]? waiting;
        _gate.Enter();
        try
        {
            long expiredBefore = _expired;
            long dropped = 0;
            while (count < messages.Length && _ring.Dequeue(stopsAtGap && count > 0, out int gaveWay) is { } block)
            {
                if (HasExpired(block, ref now))
                {
                    block.Release();
                    _expired++;
                    continue;
                }

                if (count == 0)
                    dropped = _ring.TakeLost();
                skipped += gaveWay;
                messages[count++] = new RetainedMessage(block);
            }

            if (!stopsAtGap)
                _ring.TakeLost(); // nobody asked
            _delivered += count;
            loss = new OutletLoss(skipped, dropped, _expired - expiredBefore);
            waiting = _waitingForRoom is null ? null : TakeWaiting();
        }
        finally
        {
            _gate.Exit();
        }

        if (waiting is not null)
            Schedule(waiting);

        return count;
    }

    private bool HasExpired(MessageBlock block, ref long now)
    {
        if (block.Expires == MessageBlock.Never)
            return false;
        if (now == 0)
            now = _broker.Clock.Now();
        return block.Expires <= now;
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
            WakeReader(true);
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
