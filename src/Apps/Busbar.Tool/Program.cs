using System.CommandLine;
using Busbar.Tool;
using Busbar.Tool.Commands;

using var signals = new StopSignals();
var root = new RootCommand("Busbar: live telemetry from the field to pages and databases.")
{
    DemoCommand.Create(),
    PlantCommand.Create(),
    ModbusCommand.Create(),
    BrokerCommand.Create(),
    PublishCommand.Create(),
    SubscribeCommand.Create(),
};
ToolOptions.AddTo(root);

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    // One sentence, on one line; the parser names what it does not know last.
    string message = parsed.UnmatchedTokens.Count > 0
        ? $"'{parsed.UnmatchedTokens[0]}' is no command, argument or option here."
        : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    string command = string.Join(' ', ToolOptions.PathOf(parsed).Prepend("busbar"));
    Console.Error.WriteLine($"{message.TrimEnd('.')}; try '{command} --help'.");
    return ExitCode.WrongUsage;
}

var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
int code = await parsed.InvokeAsync(invocation, signals.Token);
return signals.Interrupted ? ExitCode.Interrupted : code;
