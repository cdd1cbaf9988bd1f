using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;
using Spectre.Console;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus read</c>.</summary>
internal static class ModbusReadCommand
{
    private static readonly Argument<int> Count = new("COUNT") { Description = "How many values (registers, for a string).", DefaultValueFactory = _ => 1, CustomParser = CommandWords.ParseWhole };
    private static readonly Option<string?> Watch = new("--watch") { Description = "Read again after each such time: 500ms, 1s, 2m." };

    public static Command Create()
    {
        var command = new Command("read", "Reads coils, discrete inputs, holding or input registers.")
        {
            ModbusArguments.Table, ModbusArguments.Address, Count, ModbusArguments.Type, ModbusArguments.Order, Watch,
        };
        ModbusTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        ModbusTable table = ModbusNames.TableOf(context.Get(ModbusArguments.Table)!);
        bool bits = table is ModbusTable.Coils or ModbusTable.DiscreteInputs;
        if (bits)
            ModbusArguments.CheckBits(context);
        var reading = new ModbusReading(
            table,
            context.Get(ModbusTarget.Unit),
            ModbusArguments.ParseAddress(context.Get(ModbusArguments.Address)!),
            context.Get(Count),
            bits ? null : ValueType.Of(context.Get(ModbusArguments.Type)!),
            context.Get(ModbusArguments.Order));
        reading.Check();
        ModbusTarget.CheckIsAnswered(context);
        TimeSpan? period = context.Get(Watch) is { } text ? Durations.Parse(text, "--watch") : null;

        await using ModbusClient client = ModbusTarget.Client(context);
        if (period is null)
            Print(context, await reading.ReadAsync(client, cancellationToken));
        else if (context.Json)
            await WatchLinesAsync(client, reading, period.Value, cancellationToken);
        else
            await WatchTableAsync(client, reading, period.Value, cancellationToken);
    }

    private static void Print(ToolContext context, IReadOnlyList<ModbusRow> rows)
    {
        if (context.Json)
        {
            foreach (ModbusRow row in rows)
                ToolContext.Write(row.ToJson());
            return;
        }

        AnsiConsole.Write(Render(rows));
    }

    private static Table Render(IReadOnlyList<ModbusRow> rows)
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn(new TableColumn("address").RightAligned());
        table.AddColumn(new TableColumn("value").RightAligned());
        foreach (ModbusRow row in rows)
            table.AddRow(row.Address.ToString(CultureInfo.InvariantCulture), Markup.Escape(row.Text));
        return table;
    }

    private static async Task WatchLinesAsync(ModbusClient client, ModbusReading reading, TimeSpan period, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        do
        {
            try
            {
                foreach (ModbusRow row in await reading.ReadAsync(client, cancellationToken))
                    ToolContext.Write(row.ToJson());
            }
            catch (Exception exception) when (IsOfTheField(exception))
            {
                ToolContext.Say(exception.Message); // who watches wants to see it come back
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static Task WatchTableAsync(ModbusClient client, ModbusReading reading, TimeSpan period, CancellationToken cancellationToken) =>
        AnsiConsole.Live(new Text("reading …")).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(period);
            do
            {
                try
                {
                    IReadOnlyList<ModbusRow> rows = await reading.ReadAsync(client, cancellationToken);
                    live.UpdateTarget(new Rows(Render(rows), new Text(string.Create(
                        CultureInfo.InvariantCulture, $"unit {reading.Unit} at {client.Target}, read {TimeProvider.System.GetLocalNow():HH:mm:ss}"))));
                }
                catch (Exception exception) when (IsOfTheField(exception))
                {
                    live.UpdateTarget(new Text(exception.Message, new Style(Color.Red)));
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        });

    private static bool IsOfTheField(Exception exception) => exception is IOException or TimeoutException or ModbusException;
}
