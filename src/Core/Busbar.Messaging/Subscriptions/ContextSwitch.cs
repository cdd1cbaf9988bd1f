using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>Awaited, goes on in a synchronization context.</summary>
internal readonly struct ContextSwitch(SynchronizationContext context) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public ContextSwitch GetAwaiter() => this;

    public void GetResult()
    {
        // nothing comes of it
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => context.Post(static state => ((Action)state!)(), continuation);
}
