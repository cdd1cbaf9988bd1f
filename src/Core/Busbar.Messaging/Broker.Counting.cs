using System.Diagnostics.Metrics;

namespace Busbar.Messaging;

// Bounds, and what is counted and told when they are reached.
public sealed partial class Broker
{
    private long _retainedBytes;
    private long _historyBytes;
    private long _notRetained;
    private long _notInHistory;
    private long _expiredStates;
    private long _expiredInHistory;
    private long _expiredWaiting;
    private long _notEncoded;
    private long _handlerFailures;
    private long _nestedDropped;

    /// <summary>Octets that the retained states take, counted by their blocks.</summary>
    public long RetainedBytes => Volatile.Read(ref _retainedBytes);

    /// <summary>Octets that the history of all topics takes, counted by its blocks. A block that is retained as well counts in both.</summary>
    public long HistoryBytes => Volatile.Read(ref _historyBytes);

    /// <summary>Messages that a topic's history could not take: longer than its bound, or <see cref="BrokerOptions.MaxHistoryBytes"/> was reached by others.</summary>
    public long NotInHistory => Volatile.Read(ref _notInHistory);

    /// <summary>
    /// How often a message was withheld because its time to live had passed: retained states given up, and messages passed over in
    /// outlets and in history, and publishes that waited too long for room.
    /// </summary>
    public long Expired => Volatile.Read(ref _expiredStates) + Volatile.Read(ref _expiredInHistory) + Volatile.Read(ref _expiredWaiting) + _outlets.Sum().Expired;

    /// <summary>Messages of states that were delivered but not retained, because <see cref="BrokerOptions.MaxRetainedBytes"/> was reached.</summary>
    public long NotRetained => Volatile.Read(ref _notRetained);

    /// <summary>Values that a <see cref="ITopicEncoder{T}"/> could not encode within the greatest payload, or failed to.</summary>
    public long NotEncoded => Volatile.Read(ref _notEncoded);

    /// <summary>Handlers that threw.</summary>
    public long HandlerFailures => Volatile.Read(ref _handlerFailures);

    /// <summary>
    /// Publishes inside handlers that were dropped, because <see cref="BrokerOptions.MaxNestedPublishes"/> was reached, and publishes by
    /// the handle of a removed topic whose name could not be had again.
    /// </summary>
    public long NestedDropped => Volatile.Read(ref _nestedDropped);

    /// <summary>Outlets that are open.</summary>
    public int OutletCount => _outlets.OpenCount;

    /// <summary>Messages published to all topics, those that were removed included.</summary>
    public long Published => CopyTopics().Sum(static topic => topic.Published) + Volatile.Read(ref _publishedToRemoved);

    /// <summary>What became of the messages that outlets were given, in all; those that closed stay in the sums.</summary>
    public OutletCounts OutletCounts => _outlets.Sum();

    internal bool TryReserveRetained(int bytes)
    {
        if (Interlocked.Add(ref _retainedBytes, bytes) <= _options.MaxRetainedBytes)
            return true;
        Interlocked.Add(ref _retainedBytes, -bytes);
        return false;
    }

    internal void ReleaseRetained(int bytes) => Interlocked.Add(ref _retainedBytes, -bytes);

    internal void OnNotRetained(Topic topic)
    {
        if (IsWorthTelling(Interlocked.Increment(ref _notRetained), out long count))
            _options.Logger.NotRetained(topic.Name, _options.MaxRetainedBytes, count);
    }

    internal bool TryReserveHistory(long bytes)
    {
        if (Interlocked.Add(ref _historyBytes, bytes) <= _options.MaxHistoryBytes)
            return true;
        Interlocked.Add(ref _historyBytes, -bytes);
        SweepSoon(); // others may hold what is too old by now
        return false;
    }

    internal void ReleaseHistory(long bytes) => Interlocked.Add(ref _historyBytes, -bytes);

    internal void OnNotInHistory(Topic topic)
    {
        if (IsWorthTelling(Interlocked.Increment(ref _notInHistory), out long count))
            _options.Logger.NotInHistory(topic.Name, _options.MaxHistoryBytes, count);
    }

    internal void OnExpiredState() => Interlocked.Increment(ref _expiredStates);

    internal void OnExpiredWaiting() => Interlocked.Increment(ref _expiredWaiting);

    internal void OnExpiredInHistory() => Interlocked.Increment(ref _expiredInHistory);

    internal void OnNotEncoded(Topic topic)
    {
        if (IsWorthTelling(Interlocked.Increment(ref _notEncoded), out long count))
            _options.Logger.NotEncoded(topic.Name, _options.MaxPayloadBytes, count);
    }

    internal void OnEncoderFailed(Topic topic, Exception exception) => _options.Logger.EncoderFailed(exception, topic.Name);

    internal void OnHandlerFailed(HandlerSubscription subscription, Topic topic, Exception exception)
    {
        Interlocked.Increment(ref _handlerFailures);
        if (IsWorthTelling(subscription.CountFailure(), out long count))
            _options.Logger.HandlerFailed(exception, subscription.Filter.Text, topic.Name, count);
    }

    internal void OnHandlerFailed(string filter, long failures, Exception exception)
    {
        Interlocked.Increment(ref _handlerFailures);
        if (IsWorthTelling(failures, out long count))
            _options.Logger.ContextHandlerFailed(exception, filter, count);
    }

    internal void OnContextFailed(string filter, Exception exception) => _options.Logger.ContextFailed(exception, filter);

    internal void OnNotPassedOn(Topic removed, Exception exception)
    {
        if (IsWorthTelling(Interlocked.Increment(ref _nestedDropped), out long count))
            _options.Logger.NotPassedOn(exception, removed.Name, count);
    }

    internal void OnNestedDropped(Topic topic)
    {
        if (IsWorthTelling(Interlocked.Increment(ref _nestedDropped), out long count))
            _options.Logger.NestedDropped(topic.Name, _options.MaxNestedPublishes, count);
    }

    /// <summary>An outlet closed: its counts stay in the sums.</summary>
    internal void Forget(Outlet outlet) => _outlets.Close(outlet);

    internal IEnumerable<Measurement<long>> MeasureOutlets(Func<OutletCounts, long> count) => _outlets.Measure(count);

    internal IEnumerable<Measurement<long>> MeasureDropped() => _outlets.MeasureDropped();

    internal IEnumerable<Measurement<long>> MeasureExpired()
    {
        yield return Expiry(Volatile.Read(ref _expiredStates), "state");
        yield return Expiry(Volatile.Read(ref _expiredInHistory), "history");
        yield return Expiry(Volatile.Read(ref _expiredWaiting), "publish");
        yield return Expiry(_outlets.Sum().Expired, "outlet");

        static Measurement<long> Expiry(long count, string place) => new(count, new KeyValuePair<string, object?>("place", place));
    }

    // The 1st, 2nd, 4th, 8th …: what goes wrong at each message must not fill the log.
    private static bool IsWorthTelling(long count, out long same)
    {
        same = count;
        return long.IsPow2(count);
    }
}
