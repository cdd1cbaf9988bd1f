namespace Busbar.Modbus;

/// <summary>A unit's coils or discrete inputs. Any thread; each call is one step to every client.</summary>
public sealed class BitTable
{
    private readonly Lock _lock; // the unit's: one for its four tables
    private byte[] _octets = [];

    internal BitTable(Lock unitLock, int count)
    {
        _lock = unitLock;
        Count = count;
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
                return address < _octets.Length * 8 && PackedBits.Get(_octets, address);
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
                destination[i] = address + i < _octets.Length * 8 && PackedBits.Get(_octets, address + i);
        }
    }

    /// <summary>Writes one bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is outside the table.</exception>
    public void Write(int address, bool value)
    {
        TableRange.Check(address, 1, Count);
        lock (_lock)
        {
            Grow(address + 1);
            PackedBits.Set(_octets, address, value);
        }
    }

    /// <summary>Writes bits, all in one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Write(int address, ReadOnlySpan<bool> values)
    {
        TableRange.Check(address, values.Length, Count);
        lock (_lock)
        {
            Grow(address + values.Length);
            for (int i = 0; i < values.Length; i++)
                PackedBits.Set(_octets, address + i, values[i]);
        }
    }

    internal void ReadPacked(int address, int count, Span<byte> destination)
    {
        lock (_lock)
        {
            Grow(address + count);
            PackedBits.CopyFrom(_octets, address, count, destination);
        }
    }

    internal void WritePacked(int address, int count, ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            Grow(address + count);
            PackedBits.CopyTo(source, _octets, address, count);
        }
    }

    /// <summary>Memory follows the highest address touched: most devices use few.</summary>
    private void Grow(int count)
    {
        if (_octets.Length * 8 < count)
            Array.Resize(ref _octets, Math.Min(PackedBits.OctetsOf(Count), Math.Max(PackedBits.OctetsOf(count), _octets.Length * 2)));
    }
}
