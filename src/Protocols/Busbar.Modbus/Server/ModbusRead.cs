namespace Busbar.Modbus;

/// <summary>What a client is about to read.</summary>
/// <param name="Unit">The unit that is asked.</param>
/// <param name="Table">The table.</param>
/// <param name="Address">The first address, inside the table.</param>
/// <param name="Count">How many from there.</param>
public readonly record struct ModbusRead(int Unit, ModbusTable Table, int Address, int Count);
