using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

// From the topic's lock to the subscribers. The hot path: allocates nothing in steady state; see BrokerBenchmarks and OutletBenchmarks.
public partial class Topic
{
    private Needs _needs; // under the lock
    private Exception? _fault; // of the handler that threw last

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
        catch (Exception exception) when (exception is BrokerException or ObjectDisposedException)
        {
            // Nobody is there to catch it: this may be the thread pool's thread, or work that another message caused.
            block.Release();
            Broker.OnNotPassedOn(this, exception);
            return;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DispatchUnderLock(ReadOnlySpan<byte> payload)
    {
        _sequence++;
        if (_needs == Needs.None)
            CallHandlers(payload);
        else if (TryPrepare(payload))
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

    /// <summary>All that an event without outlets and history costs. What went wrong or was retained is seen to elsewhere.</summary>
    private void CallHandlers(ReadOnlySpan<byte> payload)
    {
        var message = new Message(this, payload);
        int next = InvokeFrom(_calls, 0, in message);
        if (next < 0 || _current is not null)
            Finish(next, in message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Finish(int next, in Message message)
    {
        try
        {
            GoOn(_handlers, _calls, next, in message);
        }
        finally
        {
            ReleaseCurrent();
        }
    }

    private void Invoke(HandlerSubscription[] handlers, MessageHandler[] calls, ReadOnlySpan<byte> payload)
    {
        var message = new Message(this, payload);
        GoOn(handlers, calls, InvokeFrom(calls, 0, in message), in message);
    }

    /// <summary>Tells of the handler that threw and goes on with the next, until all were called.</summary>
    private void GoOn(HandlerSubscription[] handlers, MessageHandler[] calls, int next, in Message message)
    {
        while (next < 0)
        {
            Exception fault = _fault!;
            _fault = null;
            Broker.OnHandlerFailed(handlers[~next], this, fault);
            next = InvokeFrom(calls, ~next + 1, in message);
        }
    }

    // One try around the loop, resumed behind the handler that threw: a try inside costs a nanosecond a subscriber. What the catch
    // block uses lives on the stack and is fetched from there in every turn, so it knows a copy of the index and nothing else.
    /// <returns>How many there are, or the complement of the place of the one that threw, its exception being in <see cref="_fault"/>.</returns>
    private int InvokeFrom(MessageHandler[] calls, int first, in Message message)
    {
        int current = first;
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
            _fault = exception;
            return ~current;
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
