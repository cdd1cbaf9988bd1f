namespace Busbar.Messaging;

// Subscriptions for other worlds: observables, and threads that must do the work themselves.
public sealed partial class Broker
{
    /// <summary>
    /// The messages of all topics that match, as an observable of what <paramref name="selector"/> makes of them. Each observer is a
    /// subscription of its own, which begins with the retained states; they are told on publishing threads, one message at a time.
    /// An observer that takes its time holds up the publishers of all topics that match; queue behind it what is slow.
    /// </summary>
    /// <typeparam name="T">What observers get.</typeparam>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c>.</param>
    /// <param name="selector">Called for each message and observer. What it throws ends the observer's subscription with <see cref="IObserver{T}.OnError"/>.</param>
    /// <returns>Observers are told <see cref="IObserver{T}.OnCompleted"/> when the broker ends.</returns>
    /// <exception cref="ArgumentException"><paramref name="filter"/> is not a valid one.</exception>
    public IObservable<T> AsObservable<T>(string filter, MessageSelector<T> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new TopicObservable<T>(this, TopicFilter.Parse(filter), selector);
    }

    /// <summary>
    /// Calls <paramref name="handler"/> on a synchronization context, that of a user interface for example, in the order of delivery
    /// and one at a time. Messages wait in a bounded queue, so that no publisher waits for the context.
    /// </summary>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c>.</param>
    /// <param name="handler">The message is its own until it returns; <see cref="RetainedMessage.Retain"/> keeps it. What it throws is counted and logged.</param>
    /// <param name="context">Where it is called.</param>
    /// <param name="options">The queue; the latest of each state, and the newest 1,024 messages, when null.</param>
    /// <returns>Disposing it ends the subscription; on the context no call begins after that.</returns>
    /// <exception cref="ArgumentException"><paramref name="filter"/> is not a valid one.</exception>
    public IDisposable Subscribe(string filter, Action<RetainedMessage> handler, SynchronizationContext context, OutletOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(context);
        TopicFilter.Parse(filter);
        Outlet outlet = OpenOutlet(options ?? new OutletOptions { Policy = OutletPolicy.LatestPerTopic });
        var subscription = new ContextSubscription(this, filter, handler, context, outlet);
        subscription.Start();
        return subscription;
    }
}
