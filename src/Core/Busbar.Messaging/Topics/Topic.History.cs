namespace Busbar.Messaging;

// The last messages, for those who come later or come back.
public partial class Topic
{
    private readonly long _origin; // the number before the first: above 0 when a topic of the same name was removed
    private TopicHistory? _history;

    /// <summary>How many messages the history holds. Those whose age or time to live has passed may be among them for some seconds.</summary>
    public int HistoryCount => Volatile.Read(ref _history)?.Count ?? 0;

    /// <summary>How far the topic has come.</summary>
    public ResumePoint Position => new(Broker.Epoch, Sequence);

    private protected bool KeepsHistory => _history is not null;

    /// <summary>
    /// Keeps history from now on, in place of what <see cref="BrokerOptions.History"/> says; what was kept before is given up. Inside a
    /// handler it takes effect behind the current message.
    /// </summary>
    /// <param name="count">How many messages at most, up to 16,777,216; 0 to keep none.</param>
    /// <param name="age">How old they may become; null for any age, otherwise above zero.</param>
    /// <param name="maxBytes">How many octets they may take, counted by their blocks; at least 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public void KeepHistory(int count, TimeSpan? age = null, long maxBytes = 1024 * 1024)
    {
        HistoryRule? rule = count == 0 ? null : new HistoryRule(Name, count, age, maxBytes);
        rule?.Validate();
        Delivery.RunOrNest(new HistoryChange(this, rule));
    }

    /// <summary>
    /// Copies out what is kept of the messages after a number, oldest first, as much as fits. Messages whose time to live has passed
    /// are passed over.
    /// </summary>
    /// <param name="afterSequence">The number of the last message that was got; 0 for all that is kept.</param>
    /// <param name="messages">Where they go; each is yours to dispose.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterSequence"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A handler of another topic asks: it would hold two topics' locks.</exception>
    public HistoryRead ReadHistory(long afterSequence, Span<RetainedMessage> messages)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        bool isHeld = EnterToAsk();
        try
        {
            return ReadUnderLock(afterSequence, messages);
        }
        finally
        {
            if (!isHeld)
                Gate.Exit();
        }
    }

    /// <summary>Under the lock: gives an outlet that joins now what followed a point, before anything that is published later.</summary>
    internal ResumeStatus OfferSince(Attachment attachment, ResumePoint since, out long missed)
    {
        bool isOther = IsOtherLife(since);
        long after = isOther ? _origin : Math.Max(since.Sequence, _origin);
        bool isMissing = !isOther && since.Sequence > 0 && since.Sequence < _origin;
        long now = Broker.Clock.Now();
        long first = Kind == TopicKind.State ? _sequence : _sequence + 1; // that is given
        if (_history is { } history)
        {
            history.Trim(now);
            isMissing |= history.Count > 0 && history.First > after + 1;
            int index = FirstAfter(history, after);
            first = index < history.Count ? history[index].Sequence : first;
            for (; index < history.Count; index++)
            {
                MessageBlock block = history[index];
                after = block.Sequence;
                if (HasExpired(block, now))
                    continue;
                block.AddReferences(1);
                attachment.Outlet.Offer(attachment, block);
            }
        }

        missed = isOther ? 0 : Math.Max(first - 1 - since.Sequence, 0);
        bool isLatestGiven = after == _sequence;
        if (!isLatestGiven && Kind == TopicKind.State && TakeSnapshot() is { } latest)
        {
            isLatestGiven = true;
            isMissing |= _sequence > after + 1;
            attachment.Outlet.Offer(attachment, latest);
        }

        if (isOther)
            return ResumeStatus.OtherEpoch;
        if (!isLatestGiven)
            return ResumeStatus.Gap;
        if (!isMissing)
            return ResumeStatus.Complete;
        return Kind == TopicKind.State ? ResumeStatus.Latest : ResumeStatus.Gap;
    }

    /// <summary>Keeps history from its first message on. Before anybody knows the topic.</summary>
    internal void BeginHistory(HistoryRule rule) => SetHistory(rule);

    private protected void ForgetHistory() => _history?.Clear();

    private HistoryRead ReadUnderLock(long afterSequence, Span<RetainedMessage> messages)
    {
        bool isOther = afterSequence > _sequence;
        long after = isOther ? _origin : Math.Max(afterSequence, _origin);
        bool isMissing = afterSequence > 0 && afterSequence < _origin;
        long now = Broker.Clock.Now();
        int count = 0;
        bool hasMore = false;
        if (_history is { } history)
        {
            history.Trim(now);
            int index = FirstAfter(history, after);
            if (history.Count > 0 && history.First > after + 1)
                isMissing = true;
            for (; index < history.Count; index++)
            {
                MessageBlock block = history[index];
                bool hasExpired = HasExpired(block, now);
                hasMore = !hasExpired && count == messages.Length;
                if (hasMore)
                    break;
                after = block.Sequence;
                if (hasExpired)
                    continue;
                block.AddReferences(1);
                messages[count++] = new RetainedMessage(block);
            }
        }

        if (!hasMore && after < _sequence)
        {
            isMissing = true; // nothing of the latest is kept
            after = _sequence;
        }

        ResumeStatus status = isOther ? ResumeStatus.OtherEpoch : isMissing ? ResumeStatus.Gap : ResumeStatus.Complete;
        return new HistoryRead(count, status, after, hasMore);
    }

    private static int FirstAfter(TopicHistory history, long after) => history.Count == 0 ? 0 : (int)Math.Clamp(after + 1 - history.First, 0, history.Count);

    private bool IsOtherLife(ResumePoint since) =>
        since.Sequence > _sequence || !string.Equals(since.Epoch, Broker.Epoch, StringComparison.Ordinal);

    private bool HasExpired(MessageBlock block, long now)
    {
        if (block.Expires > now)
            return false;
        Broker.OnExpiredInHistory();
        return true;
    }

    private void SetHistory(HistoryRule? rule)
    {
        _history?.Clear();
        Volatile.Write(ref _history, rule is null ? null : new TopicHistory(
            Broker, rule.Count, rule.Age is { } age ? ToNanoseconds(age, nameof(rule)) : TopicHistory.AnyAge, rule.MaxBytes));
        SetNeed(Needs.History, rule is not null);
        if (_history is { Ages: true })
            Broker.SweepFromNowOn();
    }

    private sealed class HistoryChange(Topic topic, HistoryRule? rule) : INestedWork
    {
        public void Run()
        {
            topic.Gate.Enter();
            try
            {
                topic.SetHistory(rule);
            }
            finally
            {
                topic.Gate.Exit();
            }
        }
    }
}
