namespace Busbar.Messaging;

// What a state keeps for later subscribers. All under the topic's lock.
public partial class Topic
{
    /// <summary>The block with the state as it is now, with a reference for the caller; or null.</summary>
    private protected virtual MessageBlock? TakeSnapshot()
    {
        if (_retained is { } block && block.Expires <= Broker.Clock.Now())
        {
            ForgetRetained();
            Broker.OnExpiredState();
        }

        _retained?.AddReferences(1);
        return _retained;
    }

    private protected MessageBlock? RetainedBlock => _retained;

    private protected void Advance() => _sequence++;

    /// <summary>A block to put the next state into: the retained one when nobody else holds it, another otherwise. <see cref="Settle"/> comes next.</summary>
    private protected MessageBlock TakeBlock(int capacity)
    {
        MessageBlock? block = _retained;
        if (block is not null && block.IsExclusive && block.Capacity >= capacity)
        {
            block.Renew();
            return block;
        }

        return Broker.Pool.Rent(capacity);
    }

    /// <summary>Makes <paramref name="block"/>, filled, the retained one if the broker's bound allows, and the current one in any case.</summary>
    private protected void Settle(MessageBlock block)
    {
        Stamp(block);
        if (block.Expires != MessageBlock.Never)
            Broker.SweepFromNowOn();
        _current = block;
        if (ReferenceEquals(block, _retained))
            return;

        if (_retained is { } replaced && replaced.Capacity == block.Capacity)
        {
            _retained = block; // the same share of the bound: nothing to reckon
            replaced.Release();
            return;
        }

        ForgetRetained();
        TryRetain(block);
    }

    /// <summary>Makes a block the retained one, taking over one reference, if the broker's bound allows; counted when not.</summary>
    private protected bool TryRetain(MessageBlock block)
    {
        if (Broker.TryReserveRetained(block.Capacity))
        {
            _retained = block;
            return true;
        }

        Broker.OnNotRetained(this);
        return false;
    }

    /// <summary>Gives up the retained block: what it holds is out of date, or the broker ends.</summary>
    private protected void ForgetRetained()
    {
        if (_retained is not { } block)
            return;
        _retained = null;
        Broker.ReleaseRetained(block.Capacity);
        block.Release();
    }

    /// <summary>Gives up what has expired, unless the topic is busy.</summary>
    internal void Sweep(long now)
    {
        if (!MaySweep() || !Gate.TryEnter(Environment.CurrentManagedThreadId))
            return;
        try
        {
            _history?.Trim(now);
            if (_retained is { } block && block.Expires <= now)
            {
                ForgetRetained();
                Broker.OnExpiredState();
            }
        }
        finally
        {
            Gate.Exit();
        }
    }

    // Without the lock: what is missed now is seen the next time.
    private bool MaySweep() =>
        Volatile.Read(ref _history) is { Ages: true } || (Volatile.Read(ref _retained) is { } block && block.Expires != MessageBlock.Never);

    internal void Clear()
    {
        Gate.Enter();
        try
        {
            ForgetRetained();
            SetHistory(null);
            GiveUpWaiting();
            SetHandlers([]);
            SetAttachments([]);
            _losslessOutlets = [];
        }
        finally
        {
            Gate.Exit();
        }
    }

    private MessageBlock ReplaceRetained(ReadOnlySpan<byte> payload)
    {
        MessageBlock block = TakeBlock(payload.Length);
        block.Fill(payload);
        Settle(block);
        return block;
    }

    /// <summary>Ends the delivery: the topic keeps its reference to the block when it retains it.</summary>
    private void ReleaseCurrent()
    {
        MessageBlock? block = _current;
        _current = null;
        if (block is not null && !ReferenceEquals(block, _retained))
            block.Release();
    }
}
