namespace Busbar.Messaging;

/// <summary>A publish that waits for room in lossless outlets, its payload copied. Ends once: published, cancelled or given up.</summary>
internal sealed class WaitingPublish(MessageBlock block)
{
    // Not by the thread that made room: what comes behind an await is somebody's code.
    private readonly TaskCompletionSource<long> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private int _isClaimed;

    /// <summary>The payload, labelled with the sender and the end as <see cref="MessageBlock.Label"/> says, 0 for none given.</summary>
    public MessageBlock Block => block;

    public Task<long> Task => _completion.Task;

    /// <summary>Somebody ended it, or is about to.</summary>
    public bool IsOver => Volatile.Read(ref _isClaimed) != 0;

    public void CancelWith(PublishQueue queue, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (publish, queue) = ((WaitingPublish, PublishQueue))state!;
                if (!publish.TryClaim())
                    return;
                publish._completion.SetCanceled(token);
                queue.Schedule(); // those behind it may go on
            },
            (this, queue));
        if (IsOver)
            _cancellation.Unregister();
    }

    /// <summary>True for the one who ends it.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;

    /// <summary>By whoever claimed it.</summary>
    public void Complete(long sequence)
    {
        _cancellation.Unregister();
        _completion.SetResult(sequence);
    }

    /// <summary>By whoever claimed it.</summary>
    public void Fail(Exception exception)
    {
        _cancellation.Unregister();
        _completion.SetException(exception);
    }
}
