using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;
using Spectre.Console;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus diagnose</c>: the test and the counters of function 8.</summary>
internal static class ModbusDiagnoseCommand
{
    private const ushort Query = 0xA537;

    private static readonly DiagnosticSubFunction[] Harmless =
    [
        DiagnosticSubFunction.ReturnQueryData, DiagnosticSubFunction.ReturnDiagnosticRegister, DiagnosticSubFunction.ReturnBusMessageCount,
        DiagnosticSubFunction.ReturnBusCommunicationErrorCount, DiagnosticSubFunction.ReturnBusExceptionErrorCount, DiagnosticSubFunction.ReturnServerMessageCount,
        DiagnosticSubFunction.ReturnServerNoResponseCount, DiagnosticSubFunction.ReturnServerNakCount, DiagnosticSubFunction.ReturnServerBusyCount,
        DiagnosticSubFunction.ReturnBusCharacterOverrunCount,
    ];

    private static readonly Option<int> Sub = CommandWords.Whole("--sub", 0, "One sub-function alone, 0 to 65535: 1 restarts communications, 4 makes the device listen only, 10 clears the counters.");
    private static readonly Option<string> Value = new("--value") { Description = "The data of that one, decimal or 0x…", DefaultValueFactory = _ => "0" };

    public static Command Create()
    {
        var command = new Command(
            "diagnose",
            "Tests the line and reads the diagnostic register and the counters of a device (function 8). What a device does not have is shown as refused; exits with 1 when it has none.")
        {
            Sub, Value,
        };
        ModbusTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        ModbusTarget.CheckIsAnswered(context);
        int unit = context.Get(ModbusTarget.Unit);
        (DiagnosticSubFunction SubFunction, ushort Value)[] questions = QuestionsOf(context);
        var rows = new List<DiagnosticRow>();
        ModbusServerException? last = null;
        await using (ModbusClient client = ModbusTarget.Client(context))
        {
            foreach ((DiagnosticSubFunction subFunction, ushort value) in questions)
            {
                DiagnosticRow row;
                try
                {
                    ushort answer = await client.DiagnoseAsync(unit, subFunction, value, cancellationToken);
                    row = new DiagnosticRow(unit, subFunction, subFunction == DiagnosticSubFunction.ForceListenOnlyMode ? null : answer, null);
                }
                catch (ModbusServerException exception) when (exception.ExceptionCode is ModbusExceptionCode.IllegalFunction or ModbusExceptionCode.IllegalDataValue or ModbusExceptionCode.IllegalDataAddress)
                {
                    last = exception;
                    row = new DiagnosticRow(unit, subFunction, null, ExceptionNames.TextOf(exception.ExceptionCode));
                }

                rows.Add(row);
                if (context.Json)
                    ToolContext.Write(row.ToJson());
            }
        }

        if (!context.Json)
            Draw(rows);
        if (last is not null && rows.TrueForAll(row => row.Exception is not null))
            throw last;
    }

    private static (DiagnosticSubFunction SubFunction, ushort Value)[] QuestionsOf(ToolContext context)
    {
        if (!context.IsGiven(Sub))
        {
            return context.IsGiven(Value)
                ? throw new UsageException("--value is the data of one sub-function: name it with --sub.")
                : [.. Harmless.Select(each => (each, each == DiagnosticSubFunction.ReturnQueryData ? Query : (ushort)0))];
        }

        int sub = context.Get(Sub);
        if (sub is < 0 or > ushort.MaxValue)
            throw new UsageException($"--sub must be 0 to 65535, not {sub}.");
        return [((DiagnosticSubFunction)sub, (ushort)ModbusArguments.ParseWord(context.Get(Value)!, "--value"))];
    }

    private static void Draw(List<DiagnosticRow> rows)
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn(new TableColumn("sub").RightAligned());
        table.AddColumn("name");
        table.AddColumn(new TableColumn("value").RightAligned());
        foreach (DiagnosticRow row in rows)
        {
            string value = row.Value?.ToString(CultureInfo.InvariantCulture) ?? row.Exception ?? "not answered";
            table.AddRow(((ushort)row.SubFunction).ToString(CultureInfo.InvariantCulture), row.Name ?? "", value);
        }

        AnsiConsole.Write(table);
    }
}
