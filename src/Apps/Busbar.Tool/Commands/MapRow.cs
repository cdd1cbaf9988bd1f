namespace Busbar.Tool.Commands;

/// <summary>One line of <c>plant --map</c>.</summary>
/// <param name="Device">Device.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="Table">Table.</param>
/// <param name="Address">First address, counted from 0.</param>
/// <param name="Type">Type in the registers.</param>
/// <param name="Field">Name.</param>
/// <param name="EngineeringUnit">Unit of measure.</param>
/// <param name="Divisor">The value is the register divided by it.</param>
/// <param name="Description">What it is.</param>
internal sealed record MapRow(
    string Device, int Unit, string Table, int Address, string Type, string Field, string? EngineeringUnit, double Divisor, string Description);
