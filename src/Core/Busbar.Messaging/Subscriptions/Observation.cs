namespace Busbar.Messaging;

/// <summary>
/// What one observer is told: one thing at a time, though topics are published on several threads, and nothing after the end.
/// </summary>
internal sealed class Observation<T>(MessageSelector<T> selector, IObserver<T> observer)
{
    // Taken inside a topic's lock. What the observer asks of the broker meanwhile is queued, so no other lock is taken in it.
    private readonly Lock _lock = new();
    private bool _isOver;

    public IDisposable? Subscription { get; set; }

    public void Take(Message message)
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            T value;
            try
            {
                value = selector(message);
            }
            catch (Exception exception)
            {
                _isOver = true;
                observer.OnError(exception);
                Subscription?.Dispose();
                return;
            }

            observer.OnNext(value);
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            _isOver = true;
            observer.OnCompleted();
        }
    }
}
