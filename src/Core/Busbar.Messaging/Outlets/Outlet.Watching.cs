using System.Runtime.InteropServices;

namespace Busbar.Messaging;

// What it takes: topics by handle, and by filters. A topic that several of them name is delivered once.
public sealed partial class Outlet
{
    private readonly Lock _watchLock = new();       // one change of what is watched at a time; taken before any topic's lock
    private readonly Lock _attachmentsLock = new(); // taken inside a topic's lock; publishes never take it
    private readonly Dictionary<int, Attachment> _attachments = []; // by topic
    private readonly List<OutletSubscription> _filters = [];        // under the watch lock
    private int _watchRound;                                        // under the watch lock

    /// <summary>Topics it takes messages of.</summary>
    public int TopicCount
    {
        get
        {
            lock (_attachmentsLock)
                return _attachments.Count;
        }
    }

    /// <summary>
    /// Takes messages of all topics that match, now and later; their retained states come first. Inside a handler it takes effect
    /// behind the current message, as all changes of what is taken do.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="filter"/> is not a valid one; see <see cref="TopicFilter.Parse"/>.</exception>
    public void Subscribe(string filter)
    {
        var subscription = new OutletSubscription(this, TopicFilter.Parse(filter));
        Delivery.RunOrNest(new OutletWork(this, outlet => outlet.AddFilter(subscription)));
    }

    /// <summary>Undoes one <see cref="Subscribe(string)"/> of that filter. What already waits of events is still read; waiting states are taken back.</summary>
    public void Unsubscribe(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Delivery.RunOrNest(new OutletWork(this, outlet => outlet.RemoveFilter(filter)));
    }

    /// <summary>Takes messages of one topic; its retained state comes first.</summary>
    public void Watch(Topic topic)
    {
        topic = CheckTopic(topic);
        Delivery.RunOrNest(new OutletWork(this, outlet =>
        {
            lock (outlet._watchLock)
                topic.Change(static (watcher, watched) => watcher.Attach(watched, null, watcher._watchRound), outlet);
        }));
    }

    /// <summary>Undoes <see cref="Watch(Topic)"/>.</summary>
    public void Unwatch(Topic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topic = topic.IsRemoved ? _broker.TryGetTopic(topic.Name) ?? topic : CheckTopic(topic);
        Delivery.RunOrNest(new OutletWork(this, outlet =>
        {
            lock (outlet._watchLock)
                topic.Change(static (watcher, watched) => watcher.Detach(watched, null), outlet);
        }));
    }

    /// <summary>
    /// Watches these topics and no others (filters stay as they are). The retained state of each comes anew, also of those that were
    /// watched before. Costs what the topics named and those given up cost, whatever else the broker holds.
    /// </summary>
    public void WatchOnly(params ReadOnlySpan<Topic> topics)
    {
        var wanted = new Topic[topics.Length];
        for (int i = 0; i < wanted.Length; i++)
            wanted[i] = CheckTopic(topics[i]);
        Delivery.RunOrNest(new OutletWork(this, outlet => outlet.ReplaceWatched(wanted)));
    }

    /// <summary>A topic it takes messages of was removed. Under the topic's lock.</summary>
    internal void ForgetTopic(Attachment attachment)
    {
        lock (_attachmentsLock)
            _attachments.Remove(attachment.Topic.Id);
    }

    /// <summary>Under the topic's lock.</summary>
    internal void AttachByFilter(Topic topic, OutletSubscription filter) => Attach(topic, filter, 0, filter.Resume);

    /// <summary>Under the topic's lock.</summary>
    internal void DetachByFilter(Topic topic, OutletSubscription filter) => Detach(topic, filter);

    private void AddFilter(OutletSubscription subscription)
    {
        lock (_watchLock)
        {
            if (IsClosed)
                return;
            _filters.Add(subscription);
            _broker.Register(subscription).Run();
        }
    }

    private void RemoveFilter(string filter)
    {
        lock (_watchLock)
        {
            int index = _filters.FindIndex(known => string.Equals(known.Filter.Text, filter, StringComparison.Ordinal));
            if (index < 0)
                return;
            OutletSubscription subscription = _filters[index];
            _filters.RemoveAt(index);
            if (subscription.Close())
                _broker.Unregister(subscription).Run();
        }
    }

    private void ReplaceWatched(Topic[] wanted)
    {
        lock (_watchLock)
        {
            _watchRound++;
            foreach (Topic topic in wanted)
                topic.Change(static (watcher, watched) => watcher.Attach(watched, null, watcher._watchRound), this);
            foreach (Attachment attachment in CopyAttachments())
            {
                if (attachment.IsWatched && attachment.WatchRound != _watchRound)
                    attachment.Topic.Change(static (watcher, watched) => watcher.Detach(watched, null), this);
            }
        }
    }

    private void LeaveAll()
    {
        lock (_watchLock)
        {
            foreach (OutletSubscription subscription in _filters)
            {
                if (subscription.Close())
                    _broker.Unregister(subscription).Run();
            }

            _filters.Clear();
            foreach (Attachment attachment in CopyAttachments())
                attachment.Topic.Change(static (watcher, watched) => watcher.Detach(watched, null), this);
        }
    }

    private Attachment[] CopyAttachments()
    {
        lock (_attachmentsLock)
            return [.. _attachments.Values];
    }

    private void Attach(Topic topic, OutletSubscription? filter, int round, Resume? resume = null)
    {
        if (IsClosed || topic.IsRemoved)
            return;

        bool isNew;
        Attachment attachment;
        lock (_attachmentsLock)
        {
            ref Attachment? place = ref CollectionsMarshal.GetValueRefOrAddDefault(_attachments, topic.Id, out bool exists);
            isNew = !exists;
            attachment = place ??= new Attachment(this, topic);
            if (filter is null)
            {
                attachment.IsWatched = true;
                attachment.WatchRound = round;
            }
            else if (!attachment.Filters.Contains(filter))
            {
                attachment.Filters = [.. attachment.Filters, filter];
            }
        }

        if (isNew)
            topic.AddAttachment(attachment);
        if (resume is not null && isNew)
            resume.Join(topic, attachment);
        else if (resume is not null)
            resume.AnswerJoined();
        else if ((isNew || filter is null) && !IsPending(attachment))
            topic.OfferSnapshot(attachment);
    }

    private void Detach(Topic topic, OutletSubscription? filter)
    {
        Attachment? attachment;
        lock (_attachmentsLock)
        {
            if (!_attachments.TryGetValue(topic.Id, out attachment))
                return;
            if (filter is null)
                attachment.IsWatched = false;
            else
                attachment.Filters = [.. attachment.Filters.Where(other => other != filter)];
            if (attachment.IsWatched || attachment.Filters.Length > 0)
                return;
            _attachments.Remove(topic.Id);
        }

        topic.RemoveAttachment(attachment);
        TakeBack(attachment);
    }

    private bool IsPending(Attachment attachment)
    {
        _gate.Enter();
        bool isPending = _ring.Holds(attachment);
        _gate.Exit();
        return isPending;
    }

    private void TakeBack(Attachment attachment)
    {
        _gate.Enter();
        MessageBlock? block = _ring.Holds(attachment) ? _ring.Remove(attachment) : null;
        _gate.Exit();
        block?.Release();
    }

    /// <summary>The topic, or the one that has its name now.</summary>
    private Topic CheckTopic(Topic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.Broker != _broker)
            throw new ArgumentException($"The topic \"{topic.Name}\" belongs to another broker.", nameof(topic));
        return topic.IsRemoved ? _broker.Successor(topic) : topic;
    }

    private sealed class OutletWork(Outlet outlet, Action<Outlet> work) : INestedWork
    {
        public void Run() => work(outlet);
    }
}
