using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Busbar.Tool;

/// <summary>The log as one line an event: what failed in a sentence, and where in the code only for whoever asks for details.</summary>
internal sealed class LogLines(TimeProvider time, bool details) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "busbar";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = OneLine(entry.Formatter(entry.State, entry.Exception));
        textWriter.Write(string.Create(
            CultureInfo.InvariantCulture, $"{time.GetUtcNow():HH:mm:ss.fff} {Word(entry.LogLevel)}: {entry.Category}[{entry.EventId.Id}] {message}"));
        if (entry.Exception is { } exception)
        {
            string cause = OneLine(details ? exception.ToString() : exception.Message);
            if (!message.Contains(cause.TrimEnd('.'), StringComparison.Ordinal))
                textWriter.Write($" ({(details ? "" : exception.GetType().Name + ": ")}{cause})");
        }

        textWriter.Write(Environment.NewLine);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
