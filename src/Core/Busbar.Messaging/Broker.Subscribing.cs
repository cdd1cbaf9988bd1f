using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

// Subscriptions are kept in a list for topics to come, and told to the topics there are one lock at a time, so that publishers wait
// for one exchange of an array at most.
public sealed partial class Broker
{
    /// <summary>
    /// Calls <paramref name="handler"/> for each message of each topic that matches, now and later. The retained states are given to
    /// it first, before this returns. Inside a handler it takes effect behind the current message.
    /// </summary>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c> as in MQTT; see <see cref="TopicFilter"/>.</param>
    /// <param name="handler">Called on publishing threads; see <see cref="MessageHandler"/>.</param>
    /// <returns>
    /// Disposing it ends the subscription: when that returns, no call runs and none begins. Inside a handler it takes effect behind
    /// the current message.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="filter"/> is not a valid one.</exception>
    public IDisposable Subscribe(string filter, MessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var subscription = new HandlerSubscription(this, TopicFilter.Parse(filter), handler);
        Delivery.RunOrNest(Register(subscription));
        return subscription;
    }

    /// <summary>
    /// Reads the messages of all topics that match, queued so that code which waits can take them at its pace. The subscription
    /// begins with the first step of the enumeration, retained states first, and ends with it.
    /// </summary>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c>.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Each message is the reader's to dispose; one that is not costs the pool a block.</returns>
    /// <exception cref="ArgumentException"><paramref name="filter"/> is not a valid one.</exception>
    public IAsyncEnumerable<RetainedMessage> ReadAllAsync(string filter, CancellationToken cancellationToken = default) =>
        ReadAllAsync(filter, null, cancellationToken);

    /// <inheritdoc cref="ReadAllAsync(string, CancellationToken)"/>
    /// <param name="options">Bounds of the queue and what happens when it is full; the oldest of 1,024 are dropped when null.</param>
    /// <param name="filter"/><param name="cancellationToken"/>
    public IAsyncEnumerable<RetainedMessage> ReadAllAsync(string filter, OutletOptions? options, CancellationToken cancellationToken = default)
    {
        TopicFilter.Parse(filter);
        return Read(filter, options, cancellationToken);
    }

    /// <summary>Opens an outlet that takes nothing yet.</summary>
    /// <param name="options">Its bounds and policy; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The broker ended.</exception>
    public Outlet OpenOutlet(OutletOptions? options = null)
    {
        OutletOptions copy = options is null ? new OutletOptions() : options with { };
        copy.Validate();
        var outlet = new Outlet(this, copy, Interlocked.Increment(ref _lastOutlet));
        _outlets.Open(outlet);
        if (Volatile.Read(ref _isDisposed))
        {
            outlet.Dispose();
            throw new ObjectDisposedException(nameof(Broker));
        }

        return outlet;
    }

    /// <summary>Notes a subscription for topics to come; what is returned tells those there are.</summary>
    internal TopicWalk Register(FilterSubscription subscription)
    {
        lock (_registryLock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _subscriptions.Add(subscription);
            return new TopicWalk(subscription, Matching(subscription.Filter), attach: true);
        }
    }

    /// <summary>Forgets a subscription that is closed; what is returned tells the topics there are.</summary>
    internal TopicWalk Unregister(FilterSubscription subscription)
    {
        lock (_registryLock)
        {
            _subscriptions.Remove(subscription);
            return new TopicWalk(subscription, Matching(subscription.Filter), attach: false);
        }
    }

    internal void Unsubscribe(HandlerSubscription subscription)
    {
        if (subscription.Close())
            Delivery.RunOrNest(Unregister(subscription));
    }

    private Topic[] Matching(TopicFilter filter)
    {
        if (filter.IsExact)
            return Find(filter.Text) is { } exact ? [exact] : [];

        var matching = new List<Topic>();
        foreach (Topic topic in _topics.AsSpan(0, _topicCount))
        {
            if (filter.Matches(topic.Name))
                matching.Add(topic);
        }

        return [.. matching];
    }

    private async IAsyncEnumerable<RetainedMessage> Read(string filter, OutletOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Outlet outlet = OpenOutlet(options);
        outlet.Subscribe(filter);
        while (await outlet.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (outlet.TryRead(out RetainedMessage message))
                yield return message;
        }
    }
}
