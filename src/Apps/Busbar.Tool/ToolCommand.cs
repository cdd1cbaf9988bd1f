using System.CommandLine;
using Busbar.Messaging;
using Busbar.Modbus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Busbar.Tool;

/// <summary>Runs a command's body with what all bodies need, and turns its end into the exit code and the one sentence the user reads.</summary>
internal static class ToolCommand
{
    public static void SetBody(this Command command, Func<ToolContext, CancellationToken, Task> body) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, body, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Func<ToolContext, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(parsed.LogLevel())
            .AddFilter("Microsoft", parsed.LogLevel() > LogLevel.Debug ? LogLevel.Warning : parsed.LogLevel()) // a line a request is for who debugs
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None) // what keeps it from starting is said at the end
            .AddConsole(console =>
            {
                console.FormatterName = LogLines.FormatterName;
                console.LogToStandardErrorThreshold = LogLevel.Trace;
            })
            .Services.AddSingleton<ConsoleFormatter>(new LogLines(TimeProvider.System, details: parsed.LogLevel() <= LogLevel.Debug)));
        try
        {
            await body(new ToolContext(parsed, loggers), cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done; // asked to end; Ctrl-C is told apart by the caller
        }
        catch (OutputException exception) when (exception.ReaderIsGone)
        {
            return ExitCode.Done;
        }
        catch (Exception exception) when (ExitCodeOf(exception) is { } code)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return code;
        }
    }

    private static int? ExitCodeOf(Exception exception) => exception switch
    {
        UsageException or ArgumentException => ExitCode.WrongUsage,
        BrokerRequestException { Code: "disconnected" } => ExitCode.NoConnection,
        ModbusException or OutputException or BrokerRequestException => ExitCode.AnsweredWithError,
        IOException or TimeoutException => ExitCode.NoConnection, // ConnectException and LinkClosedException are the former
        _ => null,
    };
}
