using System.CommandLine;
using Busbar.Modbus;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus write</c>.</summary>
internal static class ModbusWriteCommand
{
    private static readonly Argument<string[]> Values = new("VALUE") { Description = "One value or many; coils take 0, 1, off, on, false, true.", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command = new Command("write", "Writes coils or holding registers.")
        {
            ModbusArguments.Table, ModbusArguments.Address, Values, ModbusArguments.Type, ModbusArguments.Order,
        };
        ModbusTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        ModbusTable table = ModbusNames.TableOf(context.Get(ModbusArguments.Table)!);
        int address = ModbusArguments.ParseAddress(context.Get(ModbusArguments.Address)!);
        string[] values = context.Get(Values)!;
        switch (table)
        {
            case ModbusTable.Coils:
                ModbusArguments.CheckBits(context);
                await WriteCoilsAsync(context, address, [.. values.Select(ParseBit)], cancellationToken);
                break;
            case ModbusTable.HoldingRegisters:
                await WriteRegistersAsync(context, address, values, cancellationToken);
                break;
            default:
                throw new UsageException($"The table '{ModbusNames.Of(table)}' can only be read; coils and holding can be written.");
        }
    }

    private static async Task WriteCoilsAsync(ToolContext context, int address, bool[] values, CancellationToken cancellationToken)
    {
        Check(address, values.Length, ModbusLimits.MaxWriteCoils, "coils");
        int unit = context.Get(ModbusTarget.Unit);
        await using (ModbusClient client = ModbusTarget.Client(context))
        {
            await (values.Length == 1
                ? client.WriteSingleCoilAsync(unit, address, values[0], cancellationToken)
                : client.WriteMultipleCoilsAsync(unit, address, values, cancellationToken));
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Print(context, values.Select((bit, i) => new ModbusRow(ModbusTable.Coils, address + i, null, default, bit, default, now)));
    }

    private static async Task WriteRegistersAsync(ToolContext context, int address, string[] texts, CancellationToken cancellationToken)
    {
        ValueType type = ValueType.Of(context.Get(ModbusArguments.Type)!);
        RegisterOrder order = context.Get(ModbusArguments.Order);
        byte[][] values = [.. texts.Select(text => type.Parse(text, order))];
        ushort[] registers = [.. values.SelectMany(octets => octets.Chunk(2)).Select(pair => (ushort)((pair[0] << 8) | pair[1]))];
        Check(address, registers.Length, ModbusLimits.MaxWriteRegisters, "registers");

        int unit = context.Get(ModbusTarget.Unit);
        await using (ModbusClient client = ModbusTarget.Client(context))
        {
            await (registers.Length == 1
                ? client.WriteSingleRegisterAsync(unit, address, registers[0], cancellationToken)
                : client.WriteMultipleRegistersAsync(unit, address, registers, cancellationToken));
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var rows = new List<ModbusRow>();
        foreach (byte[] octets in values)
        {
            rows.Add(new ModbusRow(ModbusTable.HoldingRegisters, address, type, octets, false, order, now));
            address += octets.Length / 2;
        }

        Print(context, rows);
    }

    private static void Check(int address, int count, int limit, string what)
    {
        if (count > limit || address + count > ModbusLimits.AddressCount)
            throw new UsageException($"One request writes at most {limit} {what} and none beyond address 65535; these are {count} from {address}.");
    }

    private static bool ParseBit(string text) => text.ToLowerInvariant() switch
    {
        "1" or "on" or "true" => true,
        "0" or "off" or "false" => false,
        _ => throw new UsageException($"A coil takes 0, 1, off or on (or false or true), not '{text}'."),
    };

    private static void Print(ToolContext context, IEnumerable<ModbusRow> rows)
    {
        foreach (ModbusRow row in rows)
            ToolContext.Write(context.Json ? row.ToJson() : $"{row.Address} = {row.Text}");
    }
}
