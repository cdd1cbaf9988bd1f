namespace Busbar.Messaging;

/// <summary>
/// The last messages of a topic, without a gap up to the present: what cannot be kept empties it. All under the topic's lock.
/// </summary>
internal sealed class TopicHistory(Broker broker, int maxCount, long maxAge, long maxBytes)
{
    public const long AnyAge = long.MaxValue;

    private MessageBlock[] _blocks = new MessageBlock[8];
    private int _head;
    private long _bytes;

    public int Count { get; private set; }

    /// <summary>Messages leave it by themselves, with time.</summary>
    public bool Ages => maxAge != AnyAge;

    /// <summary>The number of the oldest message; asked only when there is one.</summary>
    public long First => this[0].Sequence;

    /// <summary>From the oldest on.</summary>
    public MessageBlock this[int index] => _blocks[(_head + index) & (_blocks.Length - 1)];

    /// <summary>Keeps a message, whose number follows the last one's, and makes room as the bounds ask.</summary>
    /// <returns>Whether it is kept; the caller gives it a reference.</returns>
    public bool Add(MessageBlock block)
    {
        int size = block.Capacity;
        long freed = 0;
        while (Count > 0 && (Count >= maxCount || _bytes + size > maxBytes || IsTooOld(this[0], block.Time)))
            freed += RemoveOldest();

        bool isKept = size <= maxBytes;
        while (isKept && size > freed && !broker.TryReserveHistory(size - freed))
        {
            isKept = Count > 0;
            if (isKept)
                freed += RemoveOldest();
        }

        if (!isKept)
        {
            while (Count > 0)
                freed += RemoveOldest();
            broker.ReleaseHistory(freed);
            return false;
        }

        if (freed > size)
            broker.ReleaseHistory(freed - size);
        Append(block);
        return true;
    }

    /// <summary>Removes what became too old.</summary>
    public void Trim(long now)
    {
        long freed = 0;
        while (Count > 0 && IsTooOld(this[0], now))
            freed += RemoveOldest();
        if (freed > 0)
            broker.ReleaseHistory(freed);
    }

    public void Clear()
    {
        long freed = 0;
        while (Count > 0)
            freed += RemoveOldest();
        if (freed > 0)
            broker.ReleaseHistory(freed);
    }

    private bool IsTooOld(MessageBlock block, long now) => maxAge != AnyAge && block.Time <= now - maxAge;

    private void Append(MessageBlock block)
    {
        if (Count == _blocks.Length)
        {
            var larger = new MessageBlock[Count * 2];
            for (int i = 0; i < Count; i++)
                larger[i] = this[i];
            _blocks = larger;
            _head = 0;
        }

        _blocks[(_head + Count) & (_blocks.Length - 1)] = block;
        Count++;
        _bytes += block.Capacity;
    }

    private int RemoveOldest()
    {
        MessageBlock block = _blocks[_head];
        int size = block.Capacity;
        _blocks[_head] = null!;
        _head = (_head + 1) & (_blocks.Length - 1);
        Count--;
        _bytes -= size;
        block.Release();
        return size;
    }
}
