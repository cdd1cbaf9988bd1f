using Microsoft.Extensions.Logging;

namespace Busbar.Messaging;

/// <summary>
/// What a client's user is to be told, one after the other, each awaited before the next: so that no user's code holds up the connection.
/// Bounded for messages; what has no room is counted and told as a gap behind what waits. Allocates nothing for messages in steady state.
/// </summary>
internal sealed class ClientQueue(int maxMessages, Action<long> tellLost, ILogger logger) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<QueuedCall> _calls = new();
    private int _messages;
    private long _lost;
    private bool _isRunning;

    /// <summary>Messages that had no room, in all.</summary>
    public long Dropped { get; private set; }

    public void Add(Func<ValueTask> call) => TryAdd(new QueuedCall(call, IsMessage: false, null, null, null, false));

    public void AddMessage(Func<ValueTask> call) => TryAdd(new QueuedCall(call, IsMessage: true, null, null, null, false));

    /// <summary>Adds a message for one handler, with a reference of its own.</summary>
    [HotPath]
    public void AddMessage(GroupHandler handler, ClientTopic topic, MessageBlock message, bool isJson)
    {
        message.AddReferences(1);
        if (!TryAdd(new QueuedCall(null, IsMessage: true, handler, topic, message, isJson)))
            message.Release();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private bool TryAdd(in QueuedCall call)
    {
        lock (_lock)
        {
            if (call.IsMessage && _messages >= maxMessages)
            {
                _lost++;
                Dropped++;
                return false;
            }

            _messages += call.IsMessage ? 1 : 0;
            _calls.Enqueue(call);
            if (_isRunning)
                return true;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    private bool TryTake(out QueuedCall call, out long lost)
    {
        lock (_lock)
        {
            lost = 0;
            if (!_calls.TryDequeue(out call))
            {
                _isRunning = false;
                return false;
            }

            _messages -= call.IsMessage ? 1 : 0;
            (lost, _lost) = (_lost, 0);
            return true;
        }
    }

    private async Task RunAsync()
    {
        while (TryTake(out QueuedCall call, out long lost))
        {
            if (lost > 0)
                tellLost(lost);
            try
            {
                await call.InvokeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                ClientLog.HandlerFailed(logger, exception);
            }
            finally
            {
                call.Message?.Release();
            }
        }
    }
}
