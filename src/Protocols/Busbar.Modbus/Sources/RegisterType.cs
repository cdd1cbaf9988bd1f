namespace Busbar.Modbus;

/// <summary>What a point's bits or registers hold.</summary>
public enum RegisterType : byte
{
    /// <summary>What the table holds: a boolean in the tables of bits, <see cref="UInt16"/> in those of registers.</summary>
    Unspecified = 0,

    /// <summary>A coil or discrete input, or one bit of a register (<see cref="ModbusPoint.Bit"/>).</summary>
    Boolean,

    /// <summary>A signed integer in one register.</summary>
    Int16,

    /// <summary>An unsigned integer in one register.</summary>
    UInt16,

    /// <summary>A signed integer in two registers.</summary>
    Int32,

    /// <summary>An unsigned integer in two registers.</summary>
    UInt32,

    /// <summary>A signed integer in four registers.</summary>
    Int64,

    /// <summary>An unsigned integer in four registers.</summary>
    UInt64,

    /// <summary>An IEEE 754 binary32 in two registers.</summary>
    Float32,

    /// <summary>An IEEE 754 binary64 in four registers.</summary>
    Float64,
}
