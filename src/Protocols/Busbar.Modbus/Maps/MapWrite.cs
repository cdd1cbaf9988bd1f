namespace Busbar.Modbus;

/// <summary>One request that writes changes of a register map.</summary>
/// <param name="Table">Coils or holding registers.</param>
/// <param name="Address">The first address.</param>
/// <param name="Count">How many are written from there.</param>
/// <param name="FirstSlot">The first slot it writes.</param>
/// <param name="EndSlot">The first slot behind those it writes.</param>
internal readonly record struct MapWrite(ModbusTable Table, int Address, int Count, int FirstSlot, int EndSlot);
