using System.CommandLine;
using Busbar.Modbus;
using Microsoft.Extensions.Logging;

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
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
                console.UseUtcTimestamp = true;
            })
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        try
        {
            await body(new ToolContext(parsed, loggers), cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done; // asked to end; Ctrl-C is told apart by the caller
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
        ModbusException => ExitCode.AnsweredWithError,
        IOException or TimeoutException => ExitCode.NoConnection, // ConnectException and LinkClosedException are the former
        _ => null,
    };
}
