namespace Busbar.Messaging;

/// <summary>A client's request that a handler works on.</summary>
internal sealed class RunningRequest(long? id, long deadline)
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _isAnswered;

    public long? Id { get; } = id;

    public long Deadline { get; } = deadline;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>True for the first who answers.</summary>
    public bool TryAnswer() => Interlocked.Exchange(ref _isAnswered, 1) == 0;

    /// <summary>Tells the handler, on the thread pool, that nobody waits any more.</summary>
    public void Cancel() => _ = _cancellation.CancelAsync();
}
