namespace Busbar.Generators.Models;

/// <summary>What registers hold, named and ordered as <c>Busbar.Modbus.RegisterType</c> has it.</summary>
internal enum WireType
{
    Unspecified,
    Boolean,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
}
