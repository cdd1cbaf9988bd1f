using System.CommandLine;
using System.Globalization;
using Busbar.Links;
using Busbar.Modbus;
using Spectre.Console;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus scan</c>: which units answer.</summary>
internal static class ModbusScanCommand
{
    private static readonly Option<string> Units = new("--units") { Description = "Unit identifiers to ask, such as 1-10,20.", DefaultValueFactory = _ => "1-247" };
    private static readonly Option<double> Timeout = CommandWords.Number("--timeout", 0.5, "Seconds to wait for each answer.");

    public static Command Create()
    {
        var command = new Command(
            "scan",
            "Asks each unit for holding register 0 and shows those that answer, a refusal included; a gateway's saying that it reaches nobody is no answer. "
            + "Exits with 3 when none does.")
        {
            Units, Timeout,
        };
        ModbusTarget.AddLineTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        int[] units = UnitList.Parse(context.Get(Units)!);
        foreach (int unit in units)
            ModbusTarget.CheckIsAnswered(context, unit, "--units");
        var options = new ModbusClientOptions
        {
            ReadRetries = 0,
            CloseAfterTimeouts = 0, // most of those asked are not there
            SerialLine = new() { DrainTime = TimeSpan.Zero }, // an answer says which unit's it is
        };
        await using ModbusClient client = ModbusTarget.Client(context, context.Get(Timeout), options);
        await client.OpenAsync(cancellationToken);
        int found = context.Json
            ? await ScanAsync(client, units, row => ToolContext.Write(row.ToJson()), _ => { }, cancellationToken)
            : await DrawAsync(client, units, cancellationToken);
        if (found == 0)
            throw new TimeoutException($"None of the units {context.Get(Units)} answered at {client.Target}.");
    }

    private static async Task<int> ScanAsync(ModbusClient client, int[] units, Action<ScanRow> found, Action<int> asking, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (int unit in units)
        {
            asking(unit);
            if (await ProbeAsync(client, unit, cancellationToken) is not { } row)
                continue;
            count++;
            found(row);
        }

        return count;
    }

    private static async Task<ScanRow?> ProbeAsync(ModbusClient client, int unit, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        string? exception = null;
        try
        {
            await client.ReadHoldingRegistersAsync(unit, 0, 1, cancellationToken);
        }
        catch (ModbusServerException refused) when (refused.ExceptionCode is not (ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetFailedToRespond))
        {
            exception = ExceptionNames.TextOf(refused.ExceptionCode);
        }
        catch (ModbusProtocolException wrong)
        {
            exception = wrong.Rule;
        }
        catch (Exception silent) when (silent is ModbusServerException or TimeoutException or LinkClosedException)
        {
            return null;
        }

        return new ScanRow(unit, exception, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, TimeProvider.System.GetUtcNow());
    }

    private static Task<int> DrawAsync(ModbusClient client, int[] units, CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn(new TableColumn("unit").RightAligned());
        table.AddColumn(new TableColumn("ms").RightAligned());
        table.AddColumn("answer");
        return AnsiConsole.Live(table).StartAsync(async live =>
        {
            int found = await ScanAsync(
                client,
                units,
                row => table.AddRow(row.Unit.ToString(CultureInfo.InvariantCulture), row.MillisecondsText, Markup.Escape(row.Exception ?? "register 0")),
                unit =>
                {
                    table.Caption(string.Create(CultureInfo.InvariantCulture, $"asking unit {unit} …"));
                    live.Refresh();
                },
                cancellationToken);
            table.Caption(string.Create(CultureInfo.InvariantCulture, $"{found} of {units.Length} units answer at {client.Target}"));
            live.Refresh();
            return found;
        });
    }
}
