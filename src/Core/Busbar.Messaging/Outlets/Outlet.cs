namespace Busbar.Messaging;

/// <summary>
/// What a connection drains: a bounded queue of messages that wait for one reader. Publishers never wait for it: when it is full,
/// its <see cref="OutletPolicy"/> decides, and what is lost is counted. Open one with <see cref="Broker.OpenOutlet"/>. Members may be
/// called from any thread, but only one reader reads.
/// </summary>
public sealed partial class Outlet : IDisposable
{
    private readonly Broker _broker;
    private readonly OutletRing _ring;
    private readonly OutletWaiter _waiter;
    private readonly OutletPolicy _policy;
    private readonly long _maxBytes;
    private readonly int _capacity;
    private SpinGate _gate;
    private long _delivered;
    private long _skipped;
    private long _dropped;
    private long _droppedByBytes;
    private long _droppedTooLong;
    private long _droppedByDisconnect;
    private long _expired;
    private bool _isWaiting;
    private bool _isWoken;
    private bool _isClosed;
    private bool _hasOverflowed;

    internal Outlet(Broker broker, OutletOptions options, long number)
    {
        _broker = broker;
        Number = number;
        _policy = options.Policy;
        _maxBytes = options.MaxBytes;
        _capacity = options.Capacity;
        _ring = new OutletRing(options.Capacity);
        _waiter = new OutletWaiter(this);
    }

    /// <summary>Messages that wait.</summary>
    public int Count => _ring.Count;

    /// <summary>Octets of payload that wait.</summary>
    public long Bytes => _ring.Bytes;

    /// <summary>Messages that were read.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Messages of states that gave way to a later one of the same topic before they were read: conflation, no loss.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Messages that were lost because the outlet was full: a gap.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Messages whose time to live had passed before they were read.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>All counts, by reason, of one moment.</summary>
    public OutletCounts Counts
    {
        get
        {
            _gate.Enter();
            var counts = new OutletCounts(
                _delivered, _skipped, _dropped - _droppedByBytes - _droppedTooLong - _droppedByDisconnect, _droppedByBytes, _droppedTooLong, _droppedByDisconnect, _expired);
            _gate.Exit();
            return counts;
        }
    }

    /// <summary>It takes nothing any more: it was disposed, or overflowed under <see cref="OutletPolicy.Disconnect"/>.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>It closed itself because it was full, under <see cref="OutletPolicy.Disconnect"/>.</summary>
    public bool HasOverflowed => Volatile.Read(ref _hasOverflowed);

    internal OutletPolicy Policy => _policy;

    /// <summary>Leaves all topics and gives back what waits; a reader that waits gets false. More than once does nothing.</summary>
    public void Dispose()
    {
        Close();
        Delivery.RunOrNest(new OutletWork(this, static outlet => outlet.LeaveAll()));
        _broker.Forget(this);
    }

    /// <summary>Takes a message, with one reference, from a topic under whose lock this runs. Never blocks.</summary>
    /// <param name="attachment">Where it came from.</param>
    /// <param name="block">The message.</param>
    /// <param name="isReserved">Room for it was claimed, if the outlet is a lossless one.</param>
    internal void Offer(Attachment attachment, MessageBlock block, bool isReserved = false)
    {
        bool wake = false;
        bool result = true;
        MessageBlock? released = null;
        _gate.Enter();
        try
        {
            if (isReserved && _policy == OutletPolicy.Wait)
            {
                _reserved--;
                _reservedBytes -= block.Length;
                if (_isClosed)
                    released = block;
                else
                    _ring.Enqueue(null, block);
            }
            else if (_isClosed)
            {
                released = block;
            }
            else if (_policy == OutletPolicy.LatestPerTopic && attachment.Topic.Kind == TopicKind.State)
            {
                released = Conflate(attachment, block);
            }
            else if (MayEnqueue(block))
            {
                _ring.Enqueue(null, block);
            }
            else
            {
                released = block;
                DropNewest(block);
            }

            result = !_isClosed;
            wake = _isWaiting && (_ring.Count > 0 || _isClosed);
            if (wake)
                _isWaiting = false;
        }
        finally
        {
            _gate.Exit();
        }

        released?.Release();
        if (wake)
            WakeReader(result);
    }

    /// <summary>The reader waits at this moment.</summary>
    internal bool HasWaitingReader => Volatile.Read(ref _isWaiting);

    /// <summary>Whether the reader is a writer of a connection: one that may go on inside a <see cref="WakeRound"/>.</summary>
    internal bool IsPumped { get; set; }

    private void WakeReader(bool result)
    {
        if (!(result && IsPumped && WakeRound.TryAdd(_waiter)))
            _waiter.Complete(result);
    }

    private MessageBlock? Conflate(Attachment attachment, MessageBlock block)
    {
        if (_ring.Holds(attachment))
        {
            MessageBlock replaced = _ring.Replace(attachment, block);
            _skipped++;
            while (_ring.Bytes > _maxBytes)
                DropOldest(DropReason.Bytes);
            return replaced;
        }

        if (MayEnqueue(block))
        {
            _ring.Enqueue(attachment, block);
            return null;
        }

        DropNewest(block);
        return block;
    }

    /// <summary>Whether there is room, after the policy made some.</summary>
    private bool MayEnqueue(MessageBlock block)
    {
        if (!_ring.IsFull && _ring.Bytes + block.Length <= _maxBytes)
            return _reserved == 0 || HasUnreservedRoom(block.Length);
        if (_policy == OutletPolicy.Disconnect)
        {
            _isClosed = true;
            _hasOverflowed = true;
            while (_ring.Count > 0)
                DropOldest(DropReason.Disconnect);
            return false;
        }

        if (_policy is OutletPolicy.DropNewest or OutletPolicy.Wait || block.Length > _maxBytes)
            return false;
        while (_ring.IsFull || _ring.Bytes + block.Length > _maxBytes)
            DropOldest(_ring.IsFull ? DropReason.Count : DropReason.Bytes);
        return true;
    }

    private void DropOldest(DropReason reason)
    {
        MessageBlock block = _ring.Dequeue(false, out _)!;
        long now = 0;
        if (HasExpired(block, ref now))
        {
            _expired++;
        }
        else
        {
            CountDrop(reason);
            _ring.NoteLostAtHead();
        }

        block.Release();
    }

    private void DropNewest(MessageBlock block)
    {
        CountDrop(_hasOverflowed ? DropReason.Disconnect
            : block.Length > _maxBytes ? DropReason.TooLong
            : _ring.Count + _reserved >= _capacity ? DropReason.Count
            : DropReason.Bytes);
        _ring.NoteLost();
    }

    private void CountDrop(DropReason reason)
    {
        _dropped++;
        if (reason == DropReason.Bytes)
            _droppedByBytes++;
        else if (reason == DropReason.TooLong)
            _droppedTooLong++;
        else if (reason == DropReason.Disconnect)
            _droppedByDisconnect++;
    }

    private void Close()
    {
        bool wake;
        PublishQueue[]? waiting;
        _gate.Enter();
        try
        {
            _isClosed = true;
            while (_ring.Dequeue(false, out _) is { } block)
                block.Release();
            wake = _isWaiting;
            _isWaiting = false;
            waiting = TakeWaiting();
        }
        finally
        {
            _gate.Exit();
        }

        Schedule(waiting);
        if (wake)
            _waiter.Complete(false);
    }
}
