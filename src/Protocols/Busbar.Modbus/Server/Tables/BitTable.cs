namespace Busbar.Modbus;

/// <summary>A unit's coils or discrete inputs. Any thread; each call is one step to every client.</summary>
public sealed class BitTable
{
    private readonly Lock _lock; // the unit's: one for its four tables
    private readonly BitStore _store;

    internal BitTable(Lock unitLock, int count, BitMemory? memory)
    {
        _lock = unitLock;
        Count = memory?.Count ?? count;
        _store = memory?.CreateStore() ?? new GrowingBitStore(count);
    }

    /// <summary>How many there are; addresses are 0 to one less.</summary>
    public int Count { get; }

    /// <summary>The bit at an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is outside the table.</exception>
    public bool this[int address]
    {
        get
        {
            TableRange.Check(address, 1, Count);
            lock (_lock)
                return _store.Get(address);
        }
        set => Write(address, value);
    }

    /// <summary>Reads as many bits as <paramref name="destination"/> holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Read(int address, Span<bool> destination)
    {
        TableRange.Check(address, destination.Length, Count);
        lock (_lock)
        {
            for (int i = 0; i < destination.Length; i++)
                destination[i] = _store.Get(address + i);
        }
    }

    /// <summary>Writes one bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is outside the table.</exception>
    public void Write(int address, bool value)
    {
        TableRange.Check(address, 1, Count);
        lock (_lock)
            _store.Set(address, value);
    }

    /// <summary>Writes bits, all in one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Write(int address, ReadOnlySpan<bool> values)
    {
        TableRange.Check(address, values.Length, Count);
        lock (_lock)
        {
            for (int i = 0; i < values.Length; i++)
                _store.Set(address + i, values[i]);
        }
    }

    internal void ReadPacked(int address, int count, Span<byte> destination)
    {
        lock (_lock)
            _store.Read(address, count, destination);
    }

    internal void WritePacked(int address, int count, ReadOnlySpan<byte> source)
    {
        lock (_lock)
            _store.Write(address, count, source);
    }
}
