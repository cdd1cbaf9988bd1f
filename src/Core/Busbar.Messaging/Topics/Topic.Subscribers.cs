namespace Busbar.Messaging;

// Who gets the messages: arrays that are replaced, so that a publish walks them without asking.
public partial class Topic
{
    internal void Attach(FilterSubscription subscription)
    {
        Gate.Enter();
        try
        {
            if (!subscription.IsClosed && !_isRemoved)
                subscription.Attach(this);
        }
        finally
        {
            Gate.Exit();
        }
    }

    internal void Detach(FilterSubscription subscription)
    {
        Gate.Enter();
        try
        {
            subscription.Detach(this);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Runs a change of an outlet's attachment under the topic's lock.</summary>
    internal void Change(Action<Outlet, Topic> change, Outlet outlet)
    {
        Gate.Enter();
        try
        {
            change(outlet, this);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Under the lock: adds the handler and gives it the retained state, before anything that is published later.</summary>
    internal void AddHandler(HandlerSubscription subscription)
    {
        if (Array.IndexOf(_handlers, subscription) >= 0)
            return;
        SetHandlers([.. _handlers, subscription]);
        if (TakeSnapshot() is not { } block)
            return;

        _current = block;
        try
        {
            Invoke([subscription], [subscription.Handler], block.Payload);
        }
        finally
        {
            _current = null;
            block.Release();
        }
    }

    /// <summary>Under the lock.</summary>
    internal void RemoveHandler(HandlerSubscription subscription)
    {
        int index = Array.IndexOf(_handlers, subscription);
        if (index >= 0)
            SetHandlers([.. _handlers[..index], .. _handlers[(index + 1)..]]);
    }

    /// <summary>Under the lock.</summary>
    internal void AddAttachment(Attachment attachment)
    {
        SetAttachments([.. _attachments, attachment]);
        if (attachment.Outlet.IsLossless)
            _losslessOutlets = [.. _losslessOutlets.Append(attachment.Outlet).OrderBy(static outlet => outlet.Number)];
    }

    /// <summary>Under the lock.</summary>
    internal void RemoveAttachment(Attachment attachment)
    {
        int index = Array.IndexOf(_attachments, attachment);
        if (index < 0)
            return;
        if (attachment.Outlet.IsLossless)
        {
            _losslessOutlets = [.. _losslessOutlets.Where(outlet => outlet != attachment.Outlet)];
            _queue?.Schedule(); // it may have been the one without room
        }

        SetAttachments([.. _attachments[..index], .. _attachments[(index + 1)..]]);
    }

    /// <summary>Under the lock: gives an outlet the retained state, if there is one.</summary>
    internal void OfferSnapshot(Attachment attachment)
    {
        if (TakeSnapshot() is { } block)
            attachment.Outlet.Offer(attachment, block);
    }

    private void SetAttachments(Attachment[] attachments)
    {
        Volatile.Write(ref _attachments, attachments);
        SetNeed(Needs.Outlets, attachments.Length > 0);
    }

    private void SetHandlers(HandlerSubscription[] handlers)
    {
        _calls = Array.ConvertAll(handlers, static handler => handler.Handler);
        Volatile.Write(ref _handlers, handlers);
    }
}
