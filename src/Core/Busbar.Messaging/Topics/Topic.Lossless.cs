namespace Busbar.Messaging;

// Publishing that respects lossless outlets. Room is reserved in all of them before anybody gets the message, in the order of their
// numbers, so that two topics which share outlets do not hold from each other what both need.
public partial class Topic
{
    private Outlet[] _losslessOutlets = []; // of the attachments, under the lock
    private PublishQueue? _queue;           // made when the first publish has to wait
    private bool _isReserved;               // the message being delivered has its room in the lossless outlets

    /// <summary>Publishes unless a lossless outlet (<see cref="OutletPolicy.Wait"/>) has no room for it: then nobody gets it.</summary>
    /// <param name="payload">Copied where it is kept; the caller's again at the return.</param>
    /// <returns>False when an outlet is full, or publishes that wait for room are before it.</returns>
    /// <exception cref="ArgumentException">It is longer than <see cref="BrokerOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">A handler asks, or the topic keeps a typed value, which only its owner updates.</exception>
    public bool TryPublish(ReadOnlySpan<byte> payload) => TryPublish(payload, default, out _);

    /// <inheritdoc cref="TryPublish(ReadOnlySpan{byte})"/>
    /// <param name="options">What is said of the message.</param>
    /// <param name="sequence">The topic's number of the message; 0 when it was not published.</param>
    /// <param name="payload"/>
    /// <exception cref="ArgumentOutOfRangeException">The time to live is not above zero.</exception>
    public bool TryPublish(ReadOnlySpan<byte> payload, in PublishOptions options, out long sequence)
    {
        CheckPayload(payload.Length);
        if (Delivery.OfThisThread.IsActive)
            throw new InvalidOperationException("Inside a handler nobody knows yet whether there is room: use Publish or PublishAsync there.");
        if (_isRemoved)
            return Broker.Successor(this).TryPublish(payload, options, out sequence);
        sequence = PublishReserved(payload, options.Sender, EndOf(options));
        return sequence > 0 || (_isRemoved && Broker.Successor(this).TryPublish(payload, options, out sequence));
    }

    /// <summary>
    /// Publishes as soon as all lossless outlets (<see cref="OutletPolicy.Wait"/>) have room for it; the others get it at that moment
    /// too. Allocates nothing when there is room. Messages that wait keep their order.
    /// </summary>
    /// <param name="payload">Copied where it is kept or waits; the caller's again at the return, before the wait is over.</param>
    /// <param name="cancellationToken">Ends the wait; the message is not published then.</param>
    /// <returns>
    /// The topic's number of the message; 0 when its time to live passed while it waited, so that it was not published, or when the
    /// topic was removed meanwhile, so that the next topic of its name got it. Inside a handler it is queued behind the current message: do not block there until it is done.
    /// </returns>
    /// <exception cref="ArgumentException">It is longer than <see cref="BrokerOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The topic keeps a typed value (<see cref="Topic{T}"/>), which only its owner updates.</exception>
    /// <exception cref="ObjectDisposedException">The broker ended while it waited.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while it waited.</exception>
    public ValueTask<long> PublishAsync(ReadOnlySpan<byte> payload, CancellationToken cancellationToken = default) =>
        PublishAsync(payload, default, cancellationToken);

    /// <inheritdoc cref="PublishAsync(ReadOnlySpan{byte}, CancellationToken)"/>
    /// <param name="options">What is said of the message. Its time to live begins now, not when there is room.</param>
    /// <param name="payload"/><param name="cancellationToken"/>
    /// <exception cref="ArgumentOutOfRangeException">The time to live is not above zero.</exception>
    public ValueTask<long> PublishAsync(ReadOnlySpan<byte> payload, in PublishOptions options, CancellationToken cancellationToken = default)
    {
        CheckPayload(payload.Length);
        if (_isRemoved)
            return Broker.Successor(this).PublishAsync(payload, options, cancellationToken);
        long expires = EndOf(options);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        if (!Delivery.OfThisThread.IsActive && PublishReserved(payload, options.Sender, expires) is var sequence and not 0)
            return ValueTask.FromResult(sequence);

        MessageBlock block = Broker.Pool.Rent(payload.Length);
        block.Fill(payload);
        block.Label(options.Sender, expires);
        var publish = new WaitingPublish(block);
        Delivery.RunOrNest(new QueuedPublish(this, publish, cancellationToken));
        return new ValueTask<long>(publish.Task);
    }

    /// <summary>Publishes what waits, as far as there is room; the outlet that has none tells when it has.</summary>
    internal void PublishWaiting(PublishQueue queue)
    {
        Delivery delivery = Delivery.OfThisThread;
        delivery.IsActive = true;
        try
        {
            while (PublishNextWaiting(queue, delivery.Thread))
            {
                // one lock after the other, so that other publishers have their turn
            }
        }
        finally
        {
            delivery.End();
        }
    }

    /// <summary>The broker ended: nobody waits any more. Under the lock.</summary>
    private void GiveUpWaiting()
    {
        while (_queue is { } queue && queue.TryPeek(out WaitingPublish? publish))
        {
            queue.Dequeue();
            if (publish.TryClaim())
                publish.Fail(new ObjectDisposedException(nameof(Broker)));
            publish.Block.Release();
        }
    }

    /// <summary>The number of the message, or 0 when there is no room for it or others wait before it.</summary>
    private long PublishReserved(ReadOnlySpan<byte> payload, string? sender, long expires)
    {
        Delivery delivery = Delivery.OfThisThread;
        delivery.IsActive = true;
        try
        {
            Gate.Enter(delivery.Thread);
            try
            {
                if (_isRemoved || _queue is { Count: > 0 } || !TryReserve(payload.Length, null))
                    return 0;
                return DispatchReserved(payload, sender, expires);
            }
            finally
            {
                Gate.Exit();
            }
        }
        finally
        {
            delivery.End();
        }
    }

    private long DispatchReserved(ReadOnlySpan<byte> payload, string? sender, long expires)
    {
        _isReserved = _losslessOutlets.Length > 0;
        try
        {
            return DispatchLabelled(payload, sender, expires);
        }
        finally
        {
            if (_isReserved) // it came to nothing before the outlets were offered the message
                Unreserve(_losslessOutlets, payload.Length);
            _isReserved = false;
        }
    }

    private bool PublishNextWaiting(PublishQueue queue, int thread)
    {
        WaitingPublish? publish;
        long sequence = 0;
        Gate.Enter(thread);
        try
        {
            if (!queue.TryPeek(out publish))
                return false;
            MessageBlock block = publish.Block;
            bool isLate = block.Expires != 0 && block.Expires <= Broker.Clock.Now();
            if (!publish.IsOver && !isLate)
            {
                if (!TryReserve(block.Length, queue))
                    return false;
                if (publish.TryClaim())
                    sequence = DispatchReserved(block.Payload, block.Sender, block.Expires);
                else
                    Unreserve(_losslessOutlets, block.Length);
            }
            else if (isLate && publish.TryClaim())
            {
                Broker.OnExpiredWaiting();
            }
            else
            {
                publish = null; // whoever cancelled it told its caller
            }

            queue.Dequeue();
            block.Release();
        }
        finally
        {
            Gate.Exit();
        }

        publish?.Complete(sequence);
        return true;
    }

    private bool TryReserve(int length, PublishQueue? queue)
    {
        Outlet[] outlets = _losslessOutlets;
        for (int i = 0; i < outlets.Length; i++)
        {
            if (outlets[i].TryReserve(length, queue))
                continue;
            Unreserve(outlets.AsSpan(0, i), length);
            return false;
        }

        return true;
    }

    private static void Unreserve(ReadOnlySpan<Outlet> outlets, int length)
    {
        foreach (Outlet outlet in outlets)
            outlet.Unreserve(length);
    }

    private void QueueUnderLock(WaitingPublish publish, CancellationToken cancellationToken)
    {
        PublishQueue queue = _queue ??= new PublishQueue(this);
        queue.Enqueue(publish);
        publish.CancelWith(queue, cancellationToken);
        queue.Schedule(); // room may have come meanwhile; if not, this asks to be told
    }

    private sealed class QueuedPublish(Topic topic, WaitingPublish publish, CancellationToken cancellationToken) : INestedWork
    {
        public void Run()
        {
            topic.Gate.Enter();
            try
            {
                topic.QueueUnderLock(publish, cancellationToken);
            }
            finally
            {
                topic.Gate.Exit();
            }
        }
    }
}
