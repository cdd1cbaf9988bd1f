using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Busbar.Messaging;

/// <summary>Awaited, goes on in a synchronization context. One await at a time; a context that refuses makes the await throw.</summary>
internal sealed class ContextSwitch(SynchronizationContext context) : ICriticalNotifyCompletion
{
    private ExceptionDispatchInfo? _refusal;

    public bool IsCompleted => false;

    public ContextSwitch GetAwaiter() => this;

    public void GetResult() => _refusal?.Throw();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        try
        {
            context.Post(static state => ((Action)state!)(), continuation);
        }
        catch (Exception exception)
        {
            // What is thrown here would end the process; the method that awaits is to see it.
            _refusal = ExceptionDispatchInfo.Capture(exception);
            ThreadPool.UnsafeQueueUserWorkItem(static state => state(), continuation, preferLocal: false);
        }
    }
}
