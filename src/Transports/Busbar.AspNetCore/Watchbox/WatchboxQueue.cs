namespace Busbar.AspNetCore;

/// <summary>What waits for one client in one group; what is lost is counted.</summary>
internal sealed class WatchboxQueue(int limit, WatchboxDropPolicy policy)
{
    private readonly Lock _lock = new();
    private readonly Queue<(byte[] Text, long Expires)> _messages = new();

    public void Add(ReadOnlySpan<byte> text, long expires)
    {
        lock (_lock)
        {
            if (_messages.Count >= limit)
            {
                Diagnostics.LoseForWatchbox("full");
                if (policy == WatchboxDropPolicy.DropNewest)
                    return;
                _messages.Dequeue();
            }

            _messages.Enqueue((text.ToArray(), expires));
        }
    }

    /// <summary>The oldest that has not expired; null when none waits.</summary>
    public byte[]? Take(long now)
    {
        lock (_lock)
        {
            ExpireUnderLock(now);
            return _messages.TryDequeue(out (byte[] Text, long Expires) message) ? message.Text : null;
        }
    }

    public void Expire(long now)
    {
        lock (_lock)
            ExpireUnderLock(now);
    }

    private void ExpireUnderLock(long now)
    {
        while (_messages.TryPeek(out (byte[] Text, long Expires) oldest) && oldest.Expires <= now)
        {
            _messages.Dequeue();
            Diagnostics.LoseForWatchbox("expired");
        }
    }
}
