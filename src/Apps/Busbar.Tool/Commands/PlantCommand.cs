using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Busbar.Tool.Plant;
using Spectre.Console;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar plant</c>: the simulated plant alone.</summary>
internal static class PlantCommand
{
    public const int DefaultPort = 15502;

    private static readonly Option<string> Host = new("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = CommandWords.Whole("--port", DefaultPort, "Port to listen on.");
    private static readonly Option<int> Seed = CommandWords.Whole("--seed", 1, "The same seed gives the same plant.");
    private static readonly Option<bool> Map = new("--map") { Description = "Print the register map and end." };

    public static Option<int> Points { get; } = CommandWords.Whole("--points", 0, "Points of meters beside the station's own.");

    public static Option<double> Rate { get; } = CommandWords.Number("--rate", 2, "Updates a second, 0.1 to 100.");

    public static Command Create()
    {
        var command = new Command("plant", "A simulated power station behind Modbus TCP.") { Host, Port, Seed, Points, Rate, Map };
        command.SetBody(RunAsync);
        return command;
    }

    public static PlantOptions Checked(PlantOptions options)
    {
        if (options.Points is < 0 or > PlantMap.MaxMeterPoints)
            throw new UsageException($"--points must be 0 to {PlantMap.MaxMeterPoints}, not {options.Points}.");
        if (options.Rate is not (>= 0.1 and <= 100))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--rate must be 0.1 to 100 updates a second, not {options.Rate}."));
        return options;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        PlantOptions options = Checked(new PlantOptions { Seed = context.Get(Seed), Points = context.Get(Points), Rate = context.Get(Rate) });
        if (context.Get(Map))
        {
            PrintMap(context, options);
            return;
        }

        IPEndPoint endPoint = EndPoints.ToListenOn(context.Get(Host)!, context.Get(Port));
        await using var plant = new PlantServer(options, context.Loggers);
        await plant.StartAsync(endPoint, cancellationToken);
        ToolContext.Say($"listening on {plant.LocalEndPoint}");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static void PrintMap(ToolContext context, PlantOptions options)
    {
        IEnumerable<MapRow> rows = Rows(options);
        if (context.Json)
        {
            foreach (MapRow row in rows)
                ToolContext.Write(JsonSerializer.Serialize(row, ToolJson.Default.MapRow));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("device", "unit", "table", "address", "type", "field", "unit of measure", "description");
        foreach (TableColumn column in table.Columns.SkipLast(1))
            column.NoWrap();
        foreach (MapRow row in rows)
            table.AddRow(row.Device, $"{row.Unit}", row.Table, $"{row.Address}", row.Type, row.Field, row.EngineeringUnit ?? "", row.Description);
        AnsiConsole.Write(table);
    }

    private static IEnumerable<MapRow> Rows(PlantOptions options)
    {
        foreach (PlantQuantity quantity in PlantMap.Quantities)
        {
            yield return new MapRow(quantity.Device, quantity.Unit, ModbusNames.Of(quantity.Table), quantity.Address, ModbusNames.Of(quantity.Type),
                quantity.Field, quantity.EngineeringUnit, quantity.Divisor, quantity.Description);
        }

        for (int point = 0; point < options.Points; point++)
        {
            (string field, string unit, _) = PlantMap.MeterFields[point % MeterBank.PointsOfMeter];
            int meterUnit = point / PlantMap.PointsOfMeterUnit;
            yield return new MapRow(PlantMap.MeterDevice(meterUnit), PlantMap.FirstMeterUnit + meterUnit, "input", point % PlantMap.PointsOfMeterUnit * 2,
                "float32", field, unit, 1, $"Meter {(point / MeterBank.PointsOfMeter) + 1}");
        }
    }
}
