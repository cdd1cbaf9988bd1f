using Busbar.Modbus;

namespace Busbar.Tool.Plant;

/// <summary>The register map of the plant. One list: the server fills its tables by it, the demo collects by it, <c>plant --map</c> prints it.</summary>
internal static class PlantMap
{
    /// <summary>Describes the plant to whoever collects it.</summary>
    public const int DescriptionUnit = 247;

    /// <summary>The first unit of meters.</summary>
    public const int FirstMeterUnit = 100;

    /// <summary>Points in one unit of meters, two input registers each.</summary>
    public const int PointsOfMeterUnit = 2_500;

    /// <summary>More would not fit into the unit identifiers up to the description's.</summary>
    public const int MaxMeterPoints = (DescriptionUnit - FirstMeterUnit) * PointsOfMeterUnit;

    public const int BreakerCoil = 0;
    public const int SetpointRegister = 0;

    private static readonly string[] BreakerStates = ["open", "closed"];
    private static readonly string[] MotionStates = ["at rest", "stepping"];

    public static IReadOnlyList<PlantQuantity> Quantities { get; } =
    [
        .. Generator(unit: 1), .. Transformer(unit: 2), .. Feeder(unit: 3, index: 0), .. Feeder(unit: 4, index: 1), .. Feeder(unit: 5, index: 2),
        .. Station(unit: 6),
    ];

    /// <summary>The four points of a meter, in the order of its registers.</summary>
    public static IReadOnlyList<(string Field, string Unit, double Resolution)> MeterFields { get; } =
        [("voltage", "V", 0.1), ("current", "A", 0.01), ("active_power", "kW", 0.001), ("energy", "kWh", 0.1)];

    /// <summary>The name of a unit of meters.</summary>
    public static string MeterDevice(int index) => $"meters-{index + 1}";

    /// <summary>Addresses that the map uses in a table of a unit.</summary>
    public static int SizeOf(int unit, ModbusTable table) =>
        Quantities.Where(quantity => quantity.Unit == unit && quantity.Table == table).Select(quantity => quantity.Address + WidthOf(quantity.Type)).DefaultIfEmpty().Max();

    private static int WidthOf(RegisterType type) => type switch
    {
        RegisterType.Boolean or RegisterType.Int16 or RegisterType.UInt16 => 1,
        RegisterType.Float32 => 2,
        RegisterType.UInt64 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The plant has no such values."),
    };

    private static IEnumerable<PlantQuantity> Generator(int unit)
    {
        const string device = "generator";
        return
        [
            Float(device, unit, 0, "voltage", "kV", 0.01, "Terminal voltage, line to line", plant => plant.Generator.Output.Voltage),
            Float(device, unit, 2, "current", "A", 0.1, "Stator current", plant => plant.Generator.Output.Current),
            Float(device, unit, 4, "active_power", "kW", 1, "Active power", plant => plant.Generator.Output.Power),
            Float(device, unit, 6, "reactive_power", "kvar", 1, "Reactive power", plant => plant.Generator.Output.ReactivePower),
            Float(device, unit, 8, "power_factor", null, 0.001, "cos φ", plant => plant.Generator.Output.PowerFactor),
            Float(device, unit, 10, "speed", "1/min", 0.1, "Shaft speed", plant => plant.Generator.Speed),
            Float(device, unit, 12, "guide_vane", "%", 0.1, "Opening of the guide vanes", plant => plant.Generator.GuideVane * 100),
            Float(device, unit, 14, "winding_temperature", "°C", 0.1, "Hottest winding", plant => plant.Generator.WindingTemperature),
            Energy(device, unit, 16, plant => plant.Generator.Energy),
            Setpoint(device, unit, "active_power_setpoint", "kW", 1, "What the operator asks for", plant => plant.Generator.Setpoint),
            BreakerPosition(device, unit, plant => plant.Generator.Breaker),
        ];
    }

    private static IEnumerable<PlantQuantity> Transformer(int unit)
    {
        const string device = "transformer";
        return
        [
            Float(device, unit, 0, "high_voltage", "kV", 0.1, "Grid side, line to line", plant => plant.Transformer.HighVoltage),
            Float(device, unit, 2, "low_voltage", "kV", 0.01, "Busbar side, line to line", plant => plant.BusbarVoltage),
            Float(device, unit, 4, "active_power", "kW", 1, "To the grid; negative from the grid", plant => plant.Transformer.Exchange.Power),
            Float(device, unit, 6, "current", "A", 0.1, "Grid side", plant => plant.Transformer.Exchange.Current),
            Float(device, unit, 8, "oil_temperature", "°C", 0.1, "Top oil", plant => plant.Transformer.OilTemperature),
            new(device, unit, ModbusTable.InputRegisters, 10, RegisterType.Int16, "tap_position", "Position of the on-load tap changer, -9 to 9",
                plant => plant.Transformer.TapChanger.Position) { Resolution = 1 },
            new(device, unit, ModbusTable.InputRegisters, 11, RegisterType.UInt16, "tap_operations", "Steps since the start",
                plant => plant.Transformer.TapChanger.Operations) { Resolution = 1 },
            new(device, unit, ModbusTable.DiscreteInputs, 0, RegisterType.Boolean, "tap_stepping", "Between two positions",
                plant => plant.Transformer.TapChanger.Stepping ? 1 : 0) { States = MotionStates },
            Setpoint(device, unit, "voltage_setpoint", "kV", 0.01, "What the voltage regulator keeps", plant => plant.Transformer.TapChanger.Setpoint),
        ];
    }

    private static IEnumerable<PlantQuantity> Feeder(int unit, int index)
    {
        string device = $"feeder-{index + 1}";
        return
        [
            Float(device, unit, 0, "voltage", "kV", 0.01, "Behind the breaker, line to line", plant => plant.Feeders[index].Output.Voltage),
            Float(device, unit, 2, "current", "A", 0.1, "Phase current", plant => plant.Feeders[index].Output.Current),
            Float(device, unit, 4, "active_power", "kW", 1, "Active power", plant => plant.Feeders[index].Output.Power),
            Float(device, unit, 6, "reactive_power", "kvar", 1, "Reactive power", plant => plant.Feeders[index].Output.ReactivePower),
            Float(device, unit, 8, "power_factor", null, 0.001, "cos φ", plant => plant.Feeders[index].Output.PowerFactor),
            Energy(device, unit, 10, plant => plant.Feeders[index].Energy),
            BreakerPosition(device, unit, plant => plant.Feeders[index].Breaker),
        ];
    }

    private static IEnumerable<PlantQuantity> Station(int unit)
    {
        const string device = "station";
        return
        [
            Float(device, unit, 0, "frequency", "Hz", 0.001, "Grid frequency", plant => plant.Frequency),
            Float(device, unit, 2, "reservoir_level", "m", 0.001, "Above the intake's sill", plant => plant.ReservoirLevel),
            Float(device, unit, 4, "inflow", "m³/s", 0.01, "Into the reservoir", plant => plant.Inflow),
            Float(device, unit, 6, "turbine_flow", "m³/s", 0.01, "Through the turbine", plant => plant.TurbineFlow),
            Float(device, unit, 8, "ambient_temperature", "°C", 0.1, "Outside", plant => plant.AmbientTemperature),
            Float(device, unit, 10, "service_power", "kW", 1, "Used by the station itself", plant => plant.StationService),
        ];
    }

    private static PlantQuantity Float(
        string device, int unit, int address, string field, string? engineeringUnit, double resolution, string description, Func<PowerStation, double> value) =>
        new(device, unit, ModbusTable.InputRegisters, address, RegisterType.Float32, field, description, value)
        {
            EngineeringUnit = engineeringUnit,
            Resolution = resolution,
        };

    private static PlantQuantity Setpoint(
        string device, int unit, string field, string engineeringUnit, double resolution, string description, Func<PowerStation, double> value) =>
        new(device, unit, ModbusTable.HoldingRegisters, SetpointRegister, RegisterType.Float32, field, description + "; writable", value)
        {
            EngineeringUnit = engineeringUnit,
            Resolution = resolution,
        };

    private static PlantQuantity Energy(string device, int unit, int address, Func<PowerStation, EnergyCounter> counter) =>
        new(device, unit, ModbusTable.InputRegisters, address, RegisterType.UInt64, "energy", "Active energy, counted in Wh", plant => counter(plant).WattHours)
        {
            EngineeringUnit = "kWh",
            Resolution = 0.1,
            Divisor = 1000,
        };

    private static PlantQuantity BreakerPosition(string device, int unit, Func<PowerStation, Breaker> breaker) =>
        new(device, unit, ModbusTable.DiscreteInputs, 0, RegisterType.Boolean, "breaker", $"Circuit breaker; coil {BreakerCoil} commands it",
            plant => breaker(plant).Closed ? 1 : 0)
        {
            States = BreakerStates,
        };
}
