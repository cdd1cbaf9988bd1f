namespace Busbar.Messaging;

/// <summary>Calls of handlers on behalf of one client, one after the other, on the thread pool. Each takes care of its own exceptions.</summary>
internal sealed class SerialCallbacks
{
    private readonly Queue<Func<ValueTask>> _calls = new();
    private bool _isRunning;

    /// <summary>Calls that wait.</summary>
    public int Count
    {
        get
        {
            lock (_calls)
                return _calls.Count;
        }
    }

    public void Add(Func<ValueTask> call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
            if (_isRunning)
                return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static calls => _ = calls.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Func<ValueTask>? call;
            lock (_calls)
            {
                if (!_calls.TryDequeue(out call))
                {
                    _isRunning = false;
                    return;
                }
            }

            await call().ConfigureAwait(false);
        }
    }
}
