namespace Busbar.Messaging;

/// <summary>The messages of a filter as an observable; each observer is a subscription of its own.</summary>
internal sealed class TopicObservable<T>(Broker broker, TopicFilter filter, MessageSelector<T> selector) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var observation = new Observation<T>(selector, observer);
        var subscription = new HandlerSubscription(broker, filter, observation.Take) { Ended = observation.Complete };
        observation.Subscription = subscription;
        Delivery.RunOrNest(broker.Register(subscription));
        return subscription;
    }
}
