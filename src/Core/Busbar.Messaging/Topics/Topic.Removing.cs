namespace Busbar.Messaging;

// The topic's own end, and how it is seen that nobody needs it.
public partial class Topic
{
    private volatile bool _isRemoved;
    private long _sweptSequence = -1; // the sweep's alone
    private long _idleSince;

    /// <summary>Where the broker's list has it; under the registry lock.</summary>
    internal int Place { get; set; }

    /// <summary>Messages published to this topic itself, not to one of the same name before it.</summary>
    public long Published => Sequence - _origin;

    internal bool IsRemoved => _isRemoved;

    /// <summary>Leaves the broker. Does nothing the second time.</summary>
    internal void Remove()
    {
        Gate.Enter();
        try
        {
            RemoveUnderLock();
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Removes it when nothing was published for so long, and nobody would miss it. Called again and again by the sweep.</summary>
    internal void RemoveIfUnused(long now, long lifetime)
    {
        long sequence = Sequence;
        if (sequence != _sweptSequence)
        {
            _sweptSequence = sequence;
            _idleSince = now;
            return;
        }

        if (IsTyped || now - _idleSince < lifetime || !Gate.TryEnter(Environment.CurrentManagedThreadId))
            return;
        try
        {
            if (_sequence == sequence && _retained is null && _history is not { Count: > 0 } && _queue is not { Count: > 0 }
                && !Array.Exists(_attachments, static attachment => attachment.IsWatched))
                RemoveUnderLock();
        }
        finally
        {
            Gate.Exit();
        }
    }

    private void RemoveUnderLock()
    {
        if (_isRemoved || !Broker.Unlist(this))
            return;
        _isRemoved = true;
        SetNeed(Needs.Removed, true);
        ForgetRetained();
        SetHistory(null);
        foreach (Attachment attachment in _attachments)
            attachment.Outlet.ForgetTopic(attachment);
        SetHandlers([]);
        SetAttachments([]);
        _losslessOutlets = [];
        _queue?.Schedule(); // what waits goes to the next topic of the name
    }

    /// <summary>
    /// Somebody kept the handle: the message goes to the topic that has the name now, behind the lock of this one. It was numbered
    /// here, which is undone.
    /// </summary>
    private void PassOn(ReadOnlySpan<byte> payload)
    {
        _sequence--;
        Nest(Delivery.OfThisThread, payload, _sender, _expires);
    }
}
