namespace Busbar;

/// <summary>What takes items as they come: a hub, a history, a writer, a broker. Writing never blocks and never throws for what the sink cannot take.</summary>
/// <typeparam name="T">Usually <see cref="Sample"/>.</typeparam>
public interface ISink<T>
{
    /// <summary>Takes items in order, copying what it keeps: the span is the caller's again at the return. Any thread, unless the sink says otherwise.</summary>
    /// <returns>How many it took, from the front; fewer than given when a bound is reached. What was not taken is the caller's to count or to offer again.</returns>
    int Write(ReadOnlySpan<T> items);

    /// <summary>Waits until <see cref="Write"/> would take something again.</summary>
    /// <returns>False when the sink has ended and never will.</returns>
    ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until what was taken before this call has reached where the sink brings it (the disk, the server), or was counted as lost.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);
}
