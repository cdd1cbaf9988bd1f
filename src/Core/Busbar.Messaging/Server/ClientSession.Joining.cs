namespace Busbar.Messaging;

// Groups, topics and rates.
internal sealed partial class ClientSession
{
    private readonly HashSet<string> _joined = new(StringComparer.Ordinal); // changed under the lock of the drain and its own; handlers ask under its own
    private readonly Lock _rateLock = new();
    private TokenBucket _rate;
    private TokenBucket _refusals;
    private int _topicsMade;

    /// <summary>The filters it has joined, as they are now.</summary>
    public string[] Joined
    {
        get
        {
            lock (_joined)
                return [.. _joined];
        }
    }

    public bool HasJoined(string filter)
    {
        lock (_joined)
            return _joined.Contains(filter);
    }

    /// <summary>Joins: the answer stands before the first message, because nothing is gathered meanwhile.</summary>
    /// <param name="filter">A valid one.</param>
    /// <param name="join">What the client asked.</param>
    /// <param name="isNew">It was not in the group before.</param>
    /// <returns>False when it may not be in one more group, or the session has ended; it was told so.</returns>
    public bool TryJoin(string filter, in JoinRequest join, out bool isNew)
    {
        lock (_drain)
        {
            isNew = false;
            if (_isEnded)
                return false;
            isNew = !_joined.Contains(filter);
            if (isNew && _joined.Count >= Server.Options.MaxJoins)
            {
                AnswerError(join.Id, WireError.TooMany, $"A client may be in {Server.Options.MaxJoins} groups.");
                return false;
            }

            JoinPoint point = isNew ? Subscribe(filter, join) : default;
            Answer((join.Id, filter, point), static (to, state) => JsonWire.WriteJoined(to, state.Id, state.filter, state.point.Sequence, state.point.HasGap, state.point.Missed));
            lock (_joined)
                _joined.Add(filter);
            return true;
        }
    }

    /// <summary>Leaves.</summary>
    /// <returns>False when it was not in the group.</returns>
    public bool TryLeave(string filter)
    {
        lock (_drain)
        {
            lock (_joined)
            {
                if (!_joined.Remove(filter))
                    return false;
            }

            Outlet.Unsubscribe(filter);
            return true;
        }
    }

    /// <summary>All up to that position have come.</summary>
    /// <returns>False when nothing was sent at that position.</returns>
    public bool TryAcknowledge(long position)
    {
        lock (_drain)
        {
            if (position > _ring.Last)
                return false;
            _ring.Acknowledge(position);
            return true;
        }
    }

    /// <summary>Whether the client may say one thing more.</summary>
    public RateVerdict TakeRate()
    {
        long now = Server.Now();
        lock (_rateLock)
            return _rate.TryTake(now) ? RateVerdict.Allowed : _refusals.TryTake(now) ? RateVerdict.Refused : RateVerdict.Flood;
    }

    /// <summary>Whether the client may make one topic more.</summary>
    public bool TryCountTopic() => Interlocked.Increment(ref _topicsMade) <= Server.Options.MaxTopicsPerClient;

    private void InitializeRates(long now)
    {
        double perTick = Server.Options.MaxRate / (double)Server.TicksPerSecond;
        _rate = new TokenBucket(perTick, Server.Options.MaxBurst, now);
        _refusals = new TokenBucket(perTick, Server.Options.MaxBurst, now);
    }

    private JoinPoint Subscribe(string filter, in JoinRequest join)
    {
        TopicFilter parsed = TopicFilter.Parse(filter);
        Topic? topic = parsed.IsExact ? Server.Broker.TryGetTopic(filter) : null;
        long before = topic?.Sequence ?? 0; // before subscribing: what comes between is given, and may be given again
        if (join.Epoch is not null)
            return SubscribeSince(filter, new ResumePoint(join.Epoch, join.Since), topic is { HistoryCount: > 0 } ? 0 : before);
        if (join.History > 0)
        {
            before -= Math.Min(join.History, topic?.HistoryCount ?? 0);
            SubscribeWithHistory(parsed, join.History);
        }
        else
        {
            Outlet.Subscribe(filter);
        }

        return new JoinPoint(parsed.IsExact ? Math.Max(before, 0) : null);
    }

    private JoinPoint SubscribeSince(string topic, ResumePoint since, long beforeKept) => Outlet.Subscribe(topic, since, out long missed) switch
    {
        ResumeStatus.Gap => new JoinPoint(since.Sequence, true, missed > 0 ? missed : null),
        ResumeStatus.OtherEpoch => new JoinPoint(beforeKept, true, null),
        _ => new JoinPoint(since.Sequence),
    };

    /// <summary>Each topic that is there is watched from where it was some messages ago; then the filter takes over, and nothing comes twice.</summary>
    private void SubscribeWithHistory(TopicFilter filter, int count)
    {
        List<Topic> watched = [];
        foreach (Topic topic in Server.Broker.CopyTopics())
        {
            if (topic.Kind != TopicKind.Event || topic.HistoryCount == 0 || !filter.Matches(topic.Name))
                continue;
            ResumePoint last = topic.Position;
            Outlet.Watch(topic, last with { Sequence = Math.Max(last.Sequence - count, 0) });
            watched.Add(topic);
        }

        Outlet.Subscribe(filter.Text);
        foreach (Topic topic in watched)
            Outlet.Unwatch(topic);
    }
}
