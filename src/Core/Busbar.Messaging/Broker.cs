using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>
/// Octets by topic, within one process: what is published reaches handlers, queues and outlets whose filters match. All members may
/// be called from any thread.
/// </summary>
/// <example><code>
/// var broker = new Broker();
/// Topic power = broker.GetTopic("plant/feeder/3/power", TopicKind.State);
/// using var subscription = broker.Subscribe("plant/+/3/#", static message => Console.WriteLine(message.Topic));
/// power.Publish("41.7"u8);
/// </code></example>
public sealed partial class Broker : IDisposable
{
    private readonly BrokerOptions _options;
    private readonly Lock _registryLock = new(); // innermost: nothing else is taken under it but the lock of a topic nobody knows yet
    private readonly ConcurrentDictionary<string, Topic> _topicsByName = new();
    private readonly OutletTotals _outlets = new();
    private readonly List<FilterSubscription> _subscriptions = [];
    private readonly Diagnostics _diagnostics;
    private readonly TopicRules _rules;
    private Topic[] _topics = new Topic[64];
    private int _topicCount;
    private int _topicsMade;
    private long _lastOutlet;
    private bool _isDisposed;

    /// <param name="options">Bounds, clock and logger; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Broker(BrokerOptions? options = null)
    {
        _options = options is null ? new BrokerOptions() : options with { };
        _options.Validate();
        _rules = new TopicRules(_options);
        Epoch = _options.Epoch ?? MakeEpoch(_options.TimeProvider);
        Clock = new CoarseClock(_options.TimeProvider);
        _diagnostics = new Diagnostics(this);
        if (_options.UnusedTopicLifetime is not null)
            BeginSweeping();
    }

    /// <summary>Names this life of the broker: numbers of messages mean nothing in another one.</summary>
    public string Epoch { get; }

    /// <summary>How many topics there are.</summary>
    public int TopicCount => Volatile.Read(ref _topicCount);

    /// <summary>The topics there are, as they are now: a copy.</summary>
    public IReadOnlyList<Topic> Topics => CopyTopics();

    internal BlockPool Pool { get; } = new();

    internal CoarseClock Clock { get; }

    internal int MaxPayloadBytes => _options.MaxPayloadBytes;

    internal int MaxNameLength => _options.MaxNameLength;

    internal int MaxNestedPublishes => _options.MaxNestedPublishes;

    /// <summary>The topic of that name; made at the first call.</summary>
    /// <param name="name">1 to <see cref="BrokerOptions.MaxNameLength"/> characters, levels parted by <c>/</c>, no <c>+</c>, <c>#</c> or control characters.</param>
    /// <param name="kind">What it carries.</param>
    /// <exception cref="ArgumentException">The name breaks a rule.</exception>
    /// <exception cref="TopicKindException">It is there with the other kind.</exception>
    /// <exception cref="TopicLimitException">There are <see cref="BrokerOptions.MaxTopics"/> already.</exception>
    public Topic GetTopic(string name, TopicKind kind = TopicKind.Event)
    {
        Topic topic = Find(name) ?? Make(name, (id, origin) => new Topic(this, id, name, kind, origin));
        return topic.Kind == kind ? topic : throw new TopicKindException(topic, kind == TopicKind.State ? "a state" : "an event topic");
    }

    /// <summary>The state of that name that is kept as a <typeparamref name="T"/> and encoded on demand; made at the first call.</summary>
    /// <param name="name">As for <see cref="GetTopic(string, TopicKind)"/>.</param>
    /// <param name="encoder">Turns values into octets; that of the first call is kept.</param>
    /// <exception cref="ArgumentException">The name breaks a rule.</exception>
    /// <exception cref="TopicKindException">It is there, but keeps no <typeparamref name="T"/>.</exception>
    /// <exception cref="TopicLimitException">There are <see cref="BrokerOptions.MaxTopics"/> already.</exception>
    public Topic<T> GetTopic<T>(string name, ITopicEncoder<T> encoder)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Topic topic = Find(name) ?? Make(name, (id, origin) => new Topic<T>(this, id, name, encoder, origin));
        return topic as Topic<T> ?? throw new TopicKindException(topic, $"a state that keeps {typeof(T).Name}");
    }

    /// <summary>The topic of that name, or null.</summary>
    public Topic? TryGetTopic(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name);
    }

    /// <summary>Publishes by name: to the topic that is there, or to an event topic made now. See <see cref="Topic.Publish(ReadOnlySpan{byte})"/>.</summary>
    /// <exception cref="ArgumentException">The name breaks a rule, or the payload is too long.</exception>
    /// <exception cref="TopicLimitException">There are <see cref="BrokerOptions.MaxTopics"/> already.</exception>
    public void Publish(string name, ReadOnlySpan<byte> payload) => (Find(name) ?? MakeEvent(name)).Publish(payload);

    /// <summary>Publishes by name, with options. See <see cref="Topic.Publish(ReadOnlySpan{byte}, in PublishOptions)"/>.</summary>
    /// <returns>The topic's number of the message; 0 inside a handler, where it has none yet.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule, the payload is too long, or the time to live is not above zero.</exception>
    /// <exception cref="TopicLimitException">There are <see cref="BrokerOptions.MaxTopics"/> already.</exception>
    public long Publish(string name, ReadOnlySpan<byte> payload, in PublishOptions options) => (Find(name) ?? MakeEvent(name)).Publish(payload, options);

    /// <summary>Ends the broker: outlets close, nobody gets anything any more, and what is retained goes back to the pool.</summary>
    public void Dispose()
    {
        FilterSubscription[] subscriptions;
        lock (_registryLock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            subscriptions = [.. _subscriptions.Where(static subscription => subscription.Close())];
            _subscriptions.Clear();
        }

        foreach (Outlet outlet in _outlets.CopyOpen())
            outlet.Dispose();
        Delivery.RunOrNest(new ClearTopics(this, subscriptions));
        _diagnostics.Dispose();
        StopSweeping();
    }

    internal Topic[] CopyTopics()
    {
        lock (_registryLock)
            return _topics[.._topicCount];
    }

    private Topic? Find(string name) => name is not null && _topicsByName.TryGetValue(name, out Topic? topic) ? topic : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Topic MakeEvent(string name) => Make(name, (id, origin) => new Topic(this, id, name, TopicKind.Event, origin));

    private Topic Make(string name, Func<int, long, Topic> make)
    {
        TopicName.Validate(name, _options.MaxNameLength);
        lock (_registryLock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_topicsByName.TryGetValue(name, out Topic? known))
                return known;
            if (_topicCount >= _options.MaxTopics)
                throw new TopicLimitException(name, _options.MaxTopics);

            Topic topic = make(_topicsMade++, OriginOf(name));
            topic.Place = _topicCount;
            _rules.Apply(topic);
            foreach (FilterSubscription subscription in _subscriptions)
            {
                if (subscription.Filter.Matches(name))
                    topic.Attach(subscription);
            }

            if (_topicCount == _topics.Length)
                Array.Resize(ref _topics, _topicCount * 2);
            _topics[_topicCount] = topic;
            Volatile.Write(ref _topicCount, _topicCount + 1);
            _topicsByName[name] = topic;
            return topic;
        }
    }

    private static string MakeEpoch(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():x}-{Random.Shared.Next(0x10000):x4}");

    private sealed class ClearTopics(Broker broker, FilterSubscription[] subscriptions) : INestedWork
    {
        public void Run()
        {
            foreach (Topic topic in broker.CopyTopics())
                topic.Clear();
            foreach (FilterSubscription subscription in subscriptions)
                subscription.End();
        }
    }
}
