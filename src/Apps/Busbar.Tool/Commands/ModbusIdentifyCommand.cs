using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;
using Spectre.Console;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus identify</c>: what a device says that it is.</summary>
internal static class ModbusIdentifyCommand
{
    private static readonly Option<string> Code = CommandWords.OneOf("--code", "extended", "How much of it: basic, regular or extended. A device that has less gives what it has.", "basic", "regular", "extended");
    private static readonly Option<int> Object = CommandWords.Whole("--object", 0, "One object alone, 0 to 255.");

    public static Command Create()
    {
        var command = new Command("identify", "Reads a device's identification (function 43, type 14): vendor, product, revision and what else it says.") { Code, Object };
        ModbusTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        ModbusTarget.CheckIsAnswered(context);
        int unit = context.Get(ModbusTarget.Unit);
        int? one = context.IsGiven(Object) ? context.Get(Object) : null;
        if (one is < 0 or > 255)
            throw new UsageException($"--object must be 0 to 255, not {one}.");
        if (one is not null && context.IsGiven(Code))
            throw new UsageException("--object asks for one object and --code for a stream of them: give one of the two.");

        await using ModbusClient client = ModbusTarget.Client(context);
        IdentityRow[] rows = one is { } id
            ? [new IdentityRow(unit, (DeviceObjectId)id, await client.ReadDeviceObjectAsync(unit, (DeviceObjectId)id, cancellationToken))]
            : [.. (await ReadAsync(context, client, unit, cancellationToken)).Objects.Select(each => new IdentityRow(unit, each.Id, each.Value))];
        Print(context, rows);
    }

    /// <summary>Some devices refuse what they have less of, rather than give what they have.</summary>
    private static async Task<ModbusDeviceIdentification> ReadAsync(ToolContext context, ModbusClient client, int unit, CancellationToken cancellationToken)
    {
        ReadDeviceIdCode code = Enum.Parse<ReadDeviceIdCode>(context.Get(Code)!, ignoreCase: true);
        while (true)
        {
            try
            {
                return await client.ReadDeviceIdentificationAsync(unit, code, cancellationToken);
            }
            catch (ModbusServerException exception) when (
                code > ReadDeviceIdCode.Basic && !context.IsGiven(Code)
                && exception.ExceptionCode is ModbusExceptionCode.IllegalDataValue or ModbusExceptionCode.IllegalDataAddress)
            {
                code--;
            }
        }
    }

    private static void Print(ToolContext context, IdentityRow[] rows)
    {
        if (context.Json)
        {
            foreach (IdentityRow row in rows)
                ToolContext.Write(row.ToJson());
            return;
        }

        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn(new TableColumn("object").RightAligned());
        table.AddColumn("name");
        table.AddColumn("value");
        foreach (IdentityRow row in rows)
            table.AddRow(((byte)row.Id).ToString(CultureInfo.InvariantCulture), row.Name ?? "", Markup.Escape(row.Value ?? row.Hex));
        AnsiConsole.Write(table);
    }
}
