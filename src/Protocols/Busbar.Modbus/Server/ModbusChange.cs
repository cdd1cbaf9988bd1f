using System.Globalization;

namespace Busbar.Modbus;

/// <summary>What a client wrote. Owned: safe to keep.</summary>
public sealed record ModbusChange
{
    internal ModbusChange(in ModbusWrite write)
    {
        Unit = write.Unit;
        Table = write.Table;
        Address = write.Address;
        if (Table == ModbusTable.Coils)
        {
            bool[] coils = new bool[write.Count];
            PackedBits.Unpack(write.Octets, coils);
            Coils = coils;
        }
        else
        {
            ushort[] registers = new ushort[write.Count];
            Modbus.Registers.Decode(write.Octets, registers);
            Registers = registers;
        }
    }

    /// <summary>The unit written to.</summary>
    public int Unit { get; }

    /// <summary><see cref="ModbusTable.Coils"/> or <see cref="ModbusTable.HoldingRegisters"/>.</summary>
    public ModbusTable Table { get; }

    /// <summary>The first address.</summary>
    public int Address { get; }

    /// <summary>How many were written from there.</summary>
    public int Count => Table == ModbusTable.Coils ? Coils.Length : Registers.Length;

    /// <summary>The coils as written; empty when registers were.</summary>
    public ReadOnlyMemory<bool> Coils { get; }

    /// <summary>The registers as written; empty when coils were.</summary>
    public ReadOnlyMemory<ushort> Registers { get; }

    /// <summary>For people: <c>unit 1: HoldingRegisters from 100 = 1, 2</c>.</summary>
    public override string ToString()
    {
        string values = Table == ModbusTable.Coils
            ? string.Join(", ", Coils.ToArray().Select(coil => coil ? "on" : "off"))
            : string.Join(", ", Registers.ToArray().Select(register => register.ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"unit {Unit}: {Table} from {Address} = {values}");
    }
}
