namespace Busbar.Links;

/// <summary>
/// Something a caller waits for. A session completes it with <see cref="SessionOutput.Complete"/>; <see cref="OnCompleted"/> then runs
/// on the thread pool, after the link's lock was left and its output flushed, so that a caller's continuation never holds up the link.
/// </summary>
public abstract class Operation : IThreadPoolWorkItem
{
    internal Operation? NextCompleted { get; set; }

    /// <summary>From <see cref="SessionOutput.Complete"/> until it is queued: a second completion would tie the list into a ring.</summary>
    internal bool IsCompleting { get; set; }

    void IThreadPoolWorkItem.Execute() => OnCompleted();

    /// <summary>Wakes whoever waits. Runs on the thread pool, once for each completion.</summary>
    protected abstract void OnCompleted();
}
