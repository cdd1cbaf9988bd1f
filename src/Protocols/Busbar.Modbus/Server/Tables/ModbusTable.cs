namespace Busbar.Modbus;

/// <summary>The four tables of a unit; MODBUS Application Protocol V1.1b3 §4.3.</summary>
public enum ModbusTable : byte
{
    /// <summary>Bits, read and written.</summary>
    Coils = 0,

    /// <summary>Bits, only read.</summary>
    DiscreteInputs,

    /// <summary>Registers of 16 bits, only read.</summary>
    InputRegisters,

    /// <summary>Registers of 16 bits, read and written.</summary>
    HoldingRegisters,
}
