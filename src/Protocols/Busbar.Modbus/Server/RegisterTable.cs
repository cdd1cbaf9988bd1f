using System.Numerics;

namespace Busbar.Modbus;

/// <summary>A unit's input or holding registers. Any thread; each call is one step to every client, which never reads half a value.</summary>
public sealed class RegisterTable
{
    private readonly Lock _lock; // the unit's: one for its four tables
    private byte[] _octets = []; // as they travel, so that a read copies

    internal RegisterTable(Lock unitLock, int count)
    {
        _lock = unitLock;
        Count = count;
    }

    /// <summary>How many there are; addresses are 0 to one less.</summary>
    public int Count { get; }

    /// <summary>The register at an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is outside the table.</exception>
    public ushort this[int address]
    {
        get => Read<ushort>(address);
        set => Write(address, value);
    }

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits.</typeparam>
    /// <param name="address">The address of its first register.</param>
    /// <param name="order">How it is laid out.</param>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public T Read<T>(int address, RegisterOrder order = RegisterOrder.ABCD)
        where T : unmanaged, IBinaryNumber<T>
    {
        int count = RegisterValue.CountOf<T>();
        TableRange.Check(address, count, Count);
        lock (_lock)
        {
            Grow(address + count);
            return RegisterValue.Read<T>(_octets.AsSpan(address * 2), order);
        }
    }

    /// <summary>Reads as many registers as <paramref name="destination"/> holds, all at one moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Read(int address, Span<ushort> destination)
    {
        TableRange.Check(address, destination.Length, Count);
        lock (_lock)
        {
            Grow(address + destination.Length);
            Registers.Decode(_octets.AsSpan(address * 2), destination);
        }
    }

    /// <summary>Writes a value, in one step.</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits.</typeparam>
    /// <param name="address">The address of its first register.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">How it is laid out.</param>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public void Write<T>(int address, T value, RegisterOrder order = RegisterOrder.ABCD)
        where T : unmanaged, IBinaryNumber<T>
    {
        int count = RegisterValue.CountOf<T>();
        TableRange.Check(address, count, Count);
        lock (_lock)
        {
            Grow(address + count);
            RegisterValue.Write(_octets.AsSpan(address * 2), value, order);
        }
    }

    /// <summary>Writes registers, all in one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Write(int address, ReadOnlySpan<ushort> values)
    {
        TableRange.Check(address, values.Length, Count);
        lock (_lock)
        {
            Grow(address + values.Length);
            Registers.Encode(values, _octets.AsSpan(address * 2));
        }
    }

    [HotPath]
    internal void ReadOctets(int address, Span<byte> destination)
    {
        lock (_lock)
        {
            Grow(address + (destination.Length / 2));
            _octets.AsSpan(address * 2, destination.Length).CopyTo(destination);
        }
    }

    internal void WriteOctets(int address, ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            Grow(address + (source.Length / 2));
            source.CopyTo(_octets.AsSpan(address * 2));
        }
    }

    /// <summary>Memory follows the highest address touched: most devices use few.</summary>
    private void Grow(int count)
    {
        if (_octets.Length < count * 2)
            Array.Resize(ref _octets, Math.Min(Count * 2, Math.Max(count * 2, _octets.Length * 2)));
    }
}
