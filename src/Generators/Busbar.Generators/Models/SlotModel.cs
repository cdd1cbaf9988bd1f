namespace Busbar.Generators.Models;

/// <summary>What of a device one property changes, or several bit fields of one register.</summary>
/// <param name="Table">Coils or holding registers.</param>
/// <param name="Address">The first address.</param>
/// <param name="Count">How many from there.</param>
/// <param name="IsShared">Whether it is a register of bit fields.</param>
/// <param name="Order">Of a register of bit fields.</param>
internal sealed record SlotModel(MapTable Table, int Address, int Count, bool IsShared, string Order);
