namespace Busbar.AspNetCore;

/// <summary>What waits for one client in one group.</summary>
internal sealed class WatchboxQueue(int limit, WatchboxDropPolicy policy)
{
    private readonly Lock _lock = new();
    private readonly Queue<(byte[] Text, long Expires)> _messages = new();

    /// <returns>False when a message was dropped.</returns>
    public bool Add(ReadOnlySpan<byte> text, long expires)
    {
        lock (_lock)
        {
            bool isFull = _messages.Count >= limit;
            if (isFull && policy == WatchboxDropPolicy.DropNewest)
                return false;
            if (isFull)
                _messages.Dequeue();
            _messages.Enqueue((text.ToArray(), expires));
            return !isFull;
        }
    }

    /// <summary>The oldest that has not expired; null when none waits.</summary>
    public byte[]? Take(long now)
    {
        lock (_lock)
        {
            while (_messages.TryDequeue(out (byte[] Text, long Expires) message))
            {
                if (message.Expires > now)
                    return message.Text;
            }

            return null;
        }
    }

    public void Expire(long now)
    {
        lock (_lock)
        {
            while (_messages.TryPeek(out (byte[] Text, long Expires) oldest) && oldest.Expires <= now)
                _messages.Dequeue();
        }
    }
}
