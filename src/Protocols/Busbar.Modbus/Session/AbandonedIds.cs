namespace Busbar.Modbus;

/// <summary>Transaction identifiers whose request was given up and whose answer may still come: not to be used again on this connection.</summary>
internal struct AbandonedIds
{
    /// <summary>A peer that lost so many answers is not to be trusted with further identifiers: the connection is made anew.</summary>
    public const int Limit = 16_384;

    private const int Words = 65_536 / 64;

    private ulong[]? _bits; // 8 KiB, made when the first is abandoned

    public int Count { get; private set; }

    public readonly bool Contains(ushort id) => _bits is not null && (_bits[id >> 6] & (1UL << (id & 63))) != 0;

    public void Add(ushort id)
    {
        _bits ??= new ulong[Words];
        if (Contains(id))
            return;
        _bits[id >> 6] |= 1UL << (id & 63);
        Count++;
    }

    /// <returns>True when it was abandoned.</returns>
    public bool Remove(ushort id)
    {
        if (!Contains(id))
            return false;
        _bits![id >> 6] &= ~(1UL << (id & 63));
        Count--;
        return true;
    }
}
