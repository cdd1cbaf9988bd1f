namespace Busbar.Messaging;

// Taking up a topic again where somebody left off: what followed comes first, then what is published, and nothing between is lost or
// comes twice, because both happen under the topic's lock.
public sealed partial class Outlet
{
    /// <summary>
    /// Takes messages of one topic, beginning with those that followed a point, as far as its history or, of a state, the latest
    /// message has them. They go through the outlet's bounds and policy like any others.
    /// </summary>
    /// <param name="topic">Which.</param>
    /// <param name="since">How far the reader had come; <see cref="Topic.Position"/> of then.</param>
    /// <returns>Whether anything is missing.</returns>
    /// <exception cref="InvalidOperationException">A handler asks: it would hold two topics' locks.</exception>
    public ResumeStatus Watch(Topic topic, ResumePoint since)
    {
        topic = CheckTopic(topic);
        CheckIdle();
        var resume = new Resume(since);
        Delivery.RunOrNest(new OutletWork(this, outlet =>
        {
            lock (outlet._watchLock)
                topic.Change((watcher, watched) => watcher.Attach(watched, null, watcher._watchRound, resume), outlet);
        }));
        return resume.Status;
    }

    /// <summary>
    /// As <see cref="Watch(Topic, ResumePoint)"/>, by name: of a topic that is not there yet the messages come when it is.
    /// </summary>
    /// <param name="topic">A filter without <c>+</c> and <c>#</c>.</param>
    /// <param name="since">How far the reader had come.</param>
    /// <returns>Whether anything is missing.</returns>
    /// <exception cref="ArgumentException">It is not a valid filter, or holds a wildcard: numbers are those of one topic.</exception>
    /// <exception cref="InvalidOperationException">A handler asks: it would hold two topics' locks.</exception>
    public ResumeStatus Subscribe(string topic, ResumePoint since)
    {
        TopicFilter filter = TopicFilter.Parse(topic);
        if (!filter.IsExact)
            throw new ArgumentException($"The filter \"{topic}\" means several topics; only one can be resumed.", nameof(topic));
        CheckIdle();
        var subscription = new OutletSubscription(this, filter) { Resume = new Resume(since) };
        Resume resume = subscription.Resume;
        Delivery.RunOrNest(new OutletWork(this, outlet => outlet.AddFilter(subscription)));
        subscription.Resume = null;
        return resume.IsAnswered ? resume.Status : resume.OfUnknownTopic(_broker);
    }

    private static void CheckIdle()
    {
        if (Delivery.OfThisThread.IsActive)
            throw new InvalidOperationException("A subscription cannot be resumed inside a handler.");
    }
}
