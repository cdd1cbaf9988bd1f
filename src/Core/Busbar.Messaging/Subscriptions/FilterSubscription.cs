namespace Busbar.Messaging;

/// <summary>A filter and who subscribed by it: a handler, or an outlet.</summary>
internal abstract class FilterSubscription(TopicFilter filter)
{
    private volatile bool _isClosed;

    public TopicFilter Filter { get; } = filter;

    /// <summary>Set before topics are told, so that a topic which is told late does not attach it again.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>True for the first caller.</summary>
    public bool Close()
    {
        if (_isClosed)
            return false;
        _isClosed = true;
        return true;
    }

    /// <summary>The broker ended, and nothing comes any more.</summary>
    public virtual void End()
    {
        // most have nobody to tell
    }

    /// <summary>Joins a topic, taking what it retains first. Under the topic's lock.</summary>
    public abstract void Attach(Topic topic);

    /// <summary>Leaves a topic. Under the topic's lock.</summary>
    public abstract void Detach(Topic topic);
}
