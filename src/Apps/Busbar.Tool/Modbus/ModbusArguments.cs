using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What reading and writing have in common on the command line.</summary>
internal static class ModbusArguments
{
    public const string Udp = "udp";

    public static Argument<string> Table { get; } = CommandWords.ArgumentOneOf("TABLE", "coils, discrete, holding or input.", ModbusNames.TableNames);

    public static Argument<string> Address { get; } = new("ADDRESS") { Description = "First address, counted from 0; decimal or 0x…" };

    public static Option<string> Type { get; } = CommandWords.OneOf(
        "--type", "uint16", "What the registers hold.", [.. ValueType.All.Select(type => type.Name)]);

    public static Option<RegisterOrder> Order { get; } = CommandWords.OneOf("--order", RegisterOrder.ABCD, "Order of the octets A (most significant) to D.");

    /// <summary>What carries requests to and from --host and --port.</summary>
    public static Option<string> NewTransport() => CommandWords.OneOf("--transport", "tcp", "What carries requests between hosts.", "tcp", Udp);

    public static int ParseAddress(string text) => ParseWord(text, "ADDRESS");

    /// <summary>A number of 16 bits.</summary>
    public static int ParseWord(string text, string name)
    {
        bool parsed = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int word)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out word);
        return parsed && word is >= 0 and <= 65535
            ? word
            : throw new UsageException($"{name} must be 0 to 65535 (or 0x0 to 0xFFFF), not '{text}'.");
    }

    /// <summary>Bits have neither type nor order: who gives one means another table.</summary>
    public static void CheckBits(ToolContext context)
    {
        if (context.IsGiven(Type) || context.IsGiven(Order))
            throw new UsageException("--type and --order are for holding and input registers; coils and discrete inputs are bits.");
    }
}
