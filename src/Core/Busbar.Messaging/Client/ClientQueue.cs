using Microsoft.Extensions.Logging;

namespace Busbar.Messaging;

/// <summary>
/// What a client's user is to be told, one after the other, each awaited before the next: so that no user's code holds up the connection.
/// Bounded for messages; what has no room is counted and told as a gap behind what waits.
/// </summary>
internal sealed class ClientQueue(int maxMessages, Action<long> tellLost, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Queue<(Func<ValueTask> Call, bool IsMessage)> _calls = new();
    private int _messages;
    private long _lost;
    private bool _isRunning;

    /// <summary>Messages that had no room, in all.</summary>
    public long Dropped { get; private set; }

    public void Add(Func<ValueTask> call) => Add(call, isMessage: false);

    public void AddMessage(Func<ValueTask> call) => Add(call, isMessage: true);

    private void Add(Func<ValueTask> call, bool isMessage)
    {
        lock (_lock)
        {
            if (isMessage && _messages >= maxMessages)
            {
                _lost++;
                Dropped++;
                return;
            }

            _messages += isMessage ? 1 : 0;
            _calls.Enqueue((call, isMessage));
            if (_isRunning)
                return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Func<ValueTask> call;
            long lost;
            lock (_lock)
            {
                if (!_calls.TryDequeue(out (Func<ValueTask> Call, bool IsMessage) next))
                {
                    _isRunning = false;
                    return;
                }

                call = next.Call;
                _messages -= next.IsMessage ? 1 : 0;
                lost = _lost;
                _lost = 0;
            }

            if (lost > 0)
                tellLost(lost);
            try
            {
                await call().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                ClientLog.HandlerFailed(logger, exception);
            }
        }
    }
}
