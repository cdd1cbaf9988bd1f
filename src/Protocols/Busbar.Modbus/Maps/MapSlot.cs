using System.ComponentModel;

namespace Busbar.Modbus;

/// <summary>What of a device a property of a generated register map can change; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct MapSlot
{
    private MapSlot(ModbusTable table, int address, int count, bool isShared, RegisterOrder order)
    {
        Table = table;
        Address = address;
        Count = count;
        IsShared = isShared;
        Order = order;
    }

    internal ModbusTable Table { get; }

    internal int Address { get; }

    internal int Count { get; }

    internal int End => Address + Count;

    /// <summary>Whether it is a register of bit fields, written whole with what was last read.</summary>
    internal bool IsShared { get; }

    /// <summary>Of a register of bit fields.</summary>
    internal RegisterOrder Order { get; }

    /// <summary>Coils.</summary>
    public static MapSlot Coils(int address, int count = 1) => new(ModbusTable.Coils, address, count, isShared: false, default);

    /// <summary>Holding registers of one property.</summary>
    public static MapSlot Holding(int address, int count = 1) => new(ModbusTable.HoldingRegisters, address, count, isShared: false, default);

    /// <summary>A holding register that bit fields share.</summary>
    public static MapSlot BitFields(int address, RegisterOrder order = RegisterOrder.ABCD) => new(ModbusTable.HoldingRegisters, address, 1, isShared: true, order);
}
