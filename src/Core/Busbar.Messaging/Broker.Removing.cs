namespace Busbar.Messaging;

// Topics that go. A topic of the same name that is made later goes on with the numbers, so that nobody who comes back takes old
// numbers for new ones.
public sealed partial class Broker
{
    private const int Origins = 1024;

    private long[]? _origins; // by the name's hash: the greatest number of a topic that was removed; under the registry lock
    private long _publishedToRemoved;

    /// <summary>
    /// Removes a topic with its retained message and its history. Filters that match it keep to its name: when that is published to
    /// or asked for again, there is a new topic, whose numbers go on, and who subscribed by a filter gets its messages. Outlets that
    /// watch it by its handle take it no more. What waits in outlets is still read. A handle that somebody kept goes on to publish:
    /// to the topic that has the name then. Inside a handler it takes effect behind the current message.
    /// </summary>
    /// <param name="topic">One of octets; a typed one belongs to whoever updates it.</param>
    /// <returns>False when it was removed already.</returns>
    /// <exception cref="ArgumentException">It belongs to another broker, or keeps a typed value.</exception>
    public bool Remove(Topic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.Broker != this)
            throw new ArgumentException($"The topic \"{topic.Name}\" belongs to another broker.", nameof(topic));
        if (topic.IsTyped)
            throw new ArgumentException($"The topic \"{topic.Name}\" keeps a typed value; whoever updates it would lose it.", nameof(topic));
        if (Find(topic.Name) != topic)
            return false;
        Delivery.RunOrNest(new Removal(topic));
        return true;
    }

    /// <summary>The topic that has the name of one that was removed; made if need be.</summary>
    internal Topic Successor(Topic removed) => GetTopic(removed.Name, removed.Kind);

    /// <summary>Takes a topic out of the tables. Under the topic's lock.</summary>
    internal bool Unlist(Topic topic)
    {
        lock (_registryLock)
        {
            if (_isDisposed || !_topicsByName.TryRemove(KeyValuePair.Create(topic.Name, topic)))
                return false;
            Topic last = _topics[_topicCount - 1];
            _topics[topic.Place] = last;
            last.Place = topic.Place;
            _topics[_topicCount - 1] = null!;
            Volatile.Write(ref _topicCount, _topicCount - 1);

            ref long origin = ref (_origins ??= new long[Origins])[PlaceOfOrigin(topic.Name)];
            origin = Math.Max(origin, topic.Sequence);
            _publishedToRemoved += topic.Published;
            return true;
        }
    }

    /// <summary>Under the registry lock.</summary>
    private long OriginOf(string name) => _origins is { } origins ? origins[PlaceOfOrigin(name)] : 0;

    private static int PlaceOfOrigin(string name) => (int)((uint)string.GetHashCode(name, StringComparison.Ordinal) % Origins);

    private sealed class Removal(Topic topic) : INestedWork
    {
        public void Run() => topic.Remove();
    }
}
