using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>What a client wrote: a view on the received octets, valid while its handler runs. <see cref="ModbusChange"/> is the one to keep.</summary>
public readonly ref struct ModbusWrite
{
    internal ModbusWrite(int unit, ModbusTable table, int address, int count, ReadOnlySpan<byte> octets)
    {
        Unit = unit;
        Table = table;
        Address = address;
        Count = count;
        Octets = octets;
    }

    /// <summary>The unit written to.</summary>
    public int Unit { get; }

    /// <summary><see cref="ModbusTable.Coils"/> or <see cref="ModbusTable.HoldingRegisters"/>.</summary>
    public ModbusTable Table { get; }

    /// <summary>The first address.</summary>
    public int Address { get; }

    /// <summary>How many were written from there.</summary>
    public int Count { get; }

    /// <summary>The values as they travel: coils packed with the lowest address in the lowest bit, or registers with the high octet first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>The coil at that place, 0 the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public bool Coil(int index)
    {
        Check(index, ModbusTable.Coils);
        return PackedBits.Get(Octets, index);
    }

    /// <summary>The register at that place, 0 the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public ushort Register(int index)
    {
        Check(index, ModbusTable.HoldingRegisters);
        return BinaryPrimitives.ReadUInt16BigEndian(Octets[(index * 2)..]);
    }

    private void Check(int index, ModbusTable table)
    {
        int count = Table == table ? Count : 0;
        if ((uint)index >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The write has {count} of them.");
    }
}
