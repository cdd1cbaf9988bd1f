namespace Busbar;

/// <summary>A queue as the hub writes to it. It takes everything: what a full queue drops it counts itself.</summary>
internal sealed class HubQueueSink<T>(HubQueue<T> queue) : ISink<T>
{
    public int Write(ReadOnlySpan<T> items)
    {
        if (items.Length == 1)
            queue.Enqueue(in items[0]);
        else
            queue.Enqueue(items);
        return items.Length;
    }

    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
