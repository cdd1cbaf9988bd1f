namespace Busbar.Generators.Models;

/// <summary>The tables of a device, named and ordered as <c>Busbar.Modbus.ModbusTable</c> has them.</summary>
internal enum MapTable
{
    Coils,
    DiscreteInputs,
    InputRegisters,
    HoldingRegisters,
}
