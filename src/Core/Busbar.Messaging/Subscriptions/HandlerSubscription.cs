namespace Busbar.Messaging;

/// <summary>A handler that is called on publishing threads.</summary>
internal sealed class HandlerSubscription(Broker broker, TopicFilter filter, MessageHandler handler) : FilterSubscription(filter), IDisposable
{
    private long _failures;

    /// <summary>The user's handler.</summary>
    public MessageHandler Handler { get; } = handler;

    /// <summary>Called when the broker ended.</summary>
    public Action? Ended { get; init; }

    /// <summary>Counts a failure; the number so far.</summary>
    public long CountFailure() => Interlocked.Increment(ref _failures);

    public override void Attach(Topic topic) => topic.AddHandler(this);

    public override void Detach(Topic topic) => topic.RemoveHandler(this);

    public override void End() => Ended?.Invoke();

    public void Dispose() => broker.Unsubscribe(this);
}
