namespace Busbar.Messaging;

/// <summary>
/// The publishes of a topic that wait for room, first come first served; outlets that had none schedule it when they have some.
/// </summary>
internal sealed class PublishQueue(Topic topic) : IThreadPoolWorkItem
{
    private readonly Queue<WaitingPublish> _waiting = new(); // under the topic's lock
    private int _isScheduled;

    public int Count => _waiting.Count;

    public void Enqueue(WaitingPublish publish) => _waiting.Enqueue(publish);

    public bool TryPeek([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WaitingPublish? publish) => _waiting.TryPeek(out publish);

    public void Dequeue() => _waiting.Dequeue();

    /// <summary>Tries again soon, on the thread pool: the caller may hold a gate, and handlers will be called.</summary>
    public void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        Interlocked.Exchange(ref _isScheduled, 0);
        topic.PublishWaiting(this);
    }
}
