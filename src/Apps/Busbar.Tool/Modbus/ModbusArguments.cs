using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What reading and writing have in common on the command line.</summary>
internal static class ModbusArguments
{
    public static Argument<string> Table { get; } = CreateTable();

    public static Argument<string> Address { get; } = new("ADDRESS") { Description = "First address, counted from 0; decimal or 0x…" };

    public static Option<string> Type { get; } = CreateType();

    public static Option<RegisterOrder> Order { get; } = new("--order")
    {
        Description = "Order of the octets A (most significant) to D.",
        DefaultValueFactory = _ => RegisterOrder.ABCD,
    };

    public static int ParseAddress(string text)
    {
        bool parsed = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int address)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address);
        return parsed && address is >= 0 and <= 65535
            ? address
            : throw new UsageException($"ADDRESS must be 0 to 65535 (or 0x0 to 0xFFFF), not '{text}'.");
    }

    private static Argument<string> CreateTable()
    {
        var table = new Argument<string>("TABLE") { Description = "coils, discrete, holding or input." };
        table.AcceptOnlyFromAmong(ModbusNames.TableNames);
        return table;
    }

    private static Option<string> CreateType()
    {
        var type = new Option<string>("--type") { Description = "What the registers hold.", DefaultValueFactory = _ => "uint16" };
        type.AcceptOnlyFromAmong([.. ValueType.All.Select(each => each.Name)]);
        return type;
    }
}
