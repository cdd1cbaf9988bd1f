using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>Tables and types as the command line spells them.</summary>
internal static class ModbusNames
{
    private static readonly (string Name, ModbusTable Table)[] Tables =
    [
        ("coils", ModbusTable.Coils), ("discrete", ModbusTable.DiscreteInputs), ("holding", ModbusTable.HoldingRegisters), ("input", ModbusTable.InputRegisters),
    ];

    public static string[] TableNames { get; } = [.. Tables.Select(row => row.Name)];

    public static string Of(ModbusTable table) => Tables.First(row => row.Table == table).Name;

    public static ModbusTable TableOf(string name) => Tables.First(row => string.Equals(row.Name, name, StringComparison.Ordinal)).Table;

    public static ModbusFraming FramingOf(string name) => Enum.Parse<ModbusFraming>(name, ignoreCase: true);

    public static string Of(RegisterType type) => type switch
    {
        RegisterType.Boolean => "bool",
        _ => type.ToString().ToLowerInvariant(),
    };
}
