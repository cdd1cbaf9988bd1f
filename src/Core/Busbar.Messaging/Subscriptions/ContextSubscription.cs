namespace Busbar.Messaging;

/// <summary>A handler that is called on a synchronization context, from a bounded queue: the context's thread takes some, then does other things.</summary>
internal sealed class ContextSubscription(Broker broker, string filter, Action<RetainedMessage> handler, SynchronizationContext context, Outlet outlet) : IDisposable
{
    private const int MessagesInTurn = 64; // a screen is drawn between
    private readonly ContextSwitch _switch = new(context);
    private long _failures;
    private volatile bool _isDisposed;

    public void Start()
    {
        outlet.Subscribe(filter);
        _ = RunAsync();
    }

    public void Dispose()
    {
        _isDisposed = true;
        outlet.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await outlet.WaitToReadAsync().ConfigureAwait(false))
            {
                await _switch;
                for (int i = 0; i < MessagesInTurn && !_isDisposed && outlet.TryRead(out RetainedMessage message); i++)
                    Call(message);
            }
        }
        catch (Exception exception)
        {
            broker.OnContextFailed(filter, exception); // it takes no work any more
            Dispose();
        }
    }

    private void Call(RetainedMessage message)
    {
        try
        {
            using (message)
                handler(message);
        }
        catch (Exception exception)
        {
            broker.OnHandlerFailed(filter, Interlocked.Increment(ref _failures), exception);
        }
    }
}
