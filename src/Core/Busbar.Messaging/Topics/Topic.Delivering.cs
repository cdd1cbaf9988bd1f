namespace Busbar.Messaging;

// From the topic's lock to the subscribers. The hot path: allocates nothing in steady state; see BrokerBenchmarks and OutletBenchmarks.
public partial class Topic
{
    private Needs _needs; // under the lock

    /// <summary>Publishes what was queued behind another message. Consumes the caller's reference.</summary>
    internal void DispatchNested(MessageBlock block)
    {
        if (_isRemoved)
        {
            DispatchToSuccessor(block);
            return;
        }

        try
        {
            Gate.Enter();
            try
            {
                DispatchLabelled(block.Payload, block.Sender, block.Expires);
            }
            finally
            {
                Gate.Exit();
            }
        }
        finally
        {
            block.Release();
        }
    }

    private void DispatchToSuccessor(MessageBlock block)
    {
        Topic successor;
        try
        {
            successor = Broker.Successor(this);
        }
        catch
        {
            block.Release();
            throw;
        }

        successor.DispatchNested(block);
    }

    /// <summary>Keeps the message being delivered.</summary>
    internal RetainedMessage RetainUnderLock(ReadOnlySpan<byte> payload)
    {
        MessageBlock block = _current ??= Store(payload);
        block.AddReferences(1);
        return new RetainedMessage(block);
    }

    private void DispatchUnderLock(ReadOnlySpan<byte> payload)
    {
        _sequence++;
        if (_needs != Needs.None && !TryPrepare(payload))
            return;
        Deliver(payload);
    }

    /// <summary>Puts the message where somebody will keep it.</summary>
    /// <returns>False when it is not this topic's any more.</returns>
    private bool TryPrepare(ReadOnlySpan<byte> payload)
    {
        if ((_needs & Needs.Removed) != 0)
        {
            PassOn(payload);
            return false;
        }

        if ((_needs & Needs.State) != 0)
        {
            _current = ReplaceRetained(payload);
        }
        else if ((_needs & (Needs.Outlets | Needs.History)) != 0)
        {
            _current = Store(payload);
        }

        return true;
    }

    private protected void SetNeed(Needs need, bool isThere) => _needs = isThere ? _needs | need : _needs & ~need;

    /// <summary>Hands the current message to all subscribers. Under the lock; outlets first, because handlers take their time.</summary>
    private protected void Deliver(ReadOnlySpan<byte> payload)
    {
        try
        {
            if ((_needs & (Needs.Outlets | Needs.History)) != 0)
                Offer(_attachments);
            if (_calls.Length > 0)
                Invoke(_handlers, _calls, payload);
        }
        finally
        {
            ReleaseCurrent();
        }
    }

    private void Offer(Attachment[] attachments)
    {
        // Nobody else holds the block yet, so the references of all are written at once. An event that no handler may still want
        // is given away whole.
        MessageBlock block = _current!;
        int takers = attachments.Length + (_history is { } history && KeepIn(history, block) ? 1 : 0);
        if (takers == 0)
            return;
        bool isKept = _calls.Length > 0 || ReferenceEquals(block, _retained);
        block.Share(takers + (isKept ? 1 : 0));
        if (!isKept)
            _current = null;
        bool isReserved = _isReserved;
        _isReserved = false;
        foreach (Attachment attachment in attachments)
            attachment.Outlet.Offer(attachment, block, isReserved);
    }

    private bool KeepIn(TopicHistory history, MessageBlock block)
    {
        if (history.Add(block))
            return true;
        Broker.OnNotInHistory(this);
        return false;
    }

    private void Invoke(HandlerSubscription[] handlers, MessageHandler[] calls, ReadOnlySpan<byte> payload)
    {
        var message = new Message(this, payload);
        int next = 0;
        while (next < calls.Length)
        {
            next = InvokeFrom(calls, next, in message, out Exception? fault);
            if (fault is not null)
                Broker.OnHandlerFailed(handlers[next - 1], this, fault);
        }
    }

    // One try around the loop, resumed behind the handler that threw: a try inside costs a nanosecond a subscriber. What the catch
    // block uses lives on the stack and is fetched from there in every turn, so it knows a copy of the index and nothing else.
    private static int InvokeFrom(MessageHandler[] calls, int first, in Message message, out Exception? fault)
    {
        int current = first;
        fault = null;
        try
        {
            for (int index = first; (uint)index < (uint)calls.Length; index++)
            {
                current = index;
                calls[index](message);
            }

            return calls.Length;
        }
        catch (Exception exception)
        {
            fault = exception;
            return current + 1;
        }
    }

    private MessageBlock Store(ReadOnlySpan<byte> payload)
    {
        MessageBlock block = Broker.Pool.Rent(payload.Length);
        block.Fill(payload);
        Stamp(block);
        return block;
    }
}
