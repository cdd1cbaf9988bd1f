using Busbar.Modbus;

namespace Busbar.Tool.Plant;

/// <summary>One quantity of the plant: where it stands in the registers, what it means, and how it is read off the model.</summary>
internal sealed record PlantQuantity(
    string Device,
    int Unit,
    ModbusTable Table,
    int Address,
    RegisterType Type,
    string Field,
    string Description,
    Func<PowerStation, double> Value)
{
    public string? EngineeringUnit { get; init; }

    public double? Resolution { get; init; }

    /// <summary>Registers count in this step: the value is the register divided by it.</summary>
    public double Divisor { get; init; } = 1;

    public IReadOnlyList<string>? States { get; init; }
}
