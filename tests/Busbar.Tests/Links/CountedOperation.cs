using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>Counts how often it was completed.</summary>
internal sealed class CountedOperation : Operation
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _completions;

    public int Completions => Volatile.Read(ref _completions);

    public Task Done => _done.Task;

    protected override void OnCompleted()
    {
        Interlocked.Increment(ref _completions);
        _done.TrySetResult();
    }
}
