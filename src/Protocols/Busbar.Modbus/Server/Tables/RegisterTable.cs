using System.Numerics;

namespace Busbar.Modbus;

/// <summary>A unit's input or holding registers. Any thread; each call is one step to every client, which never reads half a value.</summary>
public sealed class RegisterTable
{
    private const int MaxOctetsOfValue = 8;

    private readonly Lock _lock; // the unit's: one for its four tables
    private readonly RegisterStore _store;

    internal RegisterTable(Lock unitLock, int count, RegisterMemory? memory)
    {
        _lock = unitLock;
        Count = memory?.Count ?? count;
        _store = memory?.CreateStore() ?? new GrowingRegisterStore(count);
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
        Span<byte> octets = stackalloc byte[MaxOctetsOfValue];
        octets = octets[..(count * 2)];
        ReadOctets(address, octets);
        return RegisterValue.Read<T>(octets, order);
    }

    /// <summary>Reads as many registers as <paramref name="destination"/> holds, all at one moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Read(int address, Span<ushort> destination)
    {
        TableRange.Check(address, destination.Length, Count);
        lock (_lock)
            _store.Read(address, destination);
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
        Span<byte> octets = stackalloc byte[MaxOctetsOfValue];
        octets = octets[..(count * 2)];
        RegisterValue.Write(octets, value, order);
        WriteOctets(address, octets);
    }

    /// <summary>Writes registers, all in one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some address is outside the table.</exception>
    public void Write(int address, ReadOnlySpan<ushort> values)
    {
        TableRange.Check(address, values.Length, Count);
        lock (_lock)
            _store.Write(address, values);
    }

    [HotPath]
    internal void ReadOctets(int address, Span<byte> destination)
    {
        lock (_lock)
            _store.ReadOctets(address, destination);
    }

    internal void WriteOctets(int address, ReadOnlySpan<byte> source)
    {
        lock (_lock)
            _store.WriteOctets(address, source);
    }
}
