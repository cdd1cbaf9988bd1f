using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Tool;

/// <summary>What a command's body works with.</summary>
internal sealed class ToolContext(ParseResult parsed, ILoggerFactory loggers)
{
    public ILoggerFactory Loggers => loggers;

    /// <summary>For commands that run once: silent unless <c>--log</c> is given, because what fails is said at the end anyway.</summary>
    public ILoggerFactory LoggersIfAsked => parsed.WantsLog() ? loggers : NullLoggerFactory.Instance;

    public bool Json { get; } = parsed.WantsJson();

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Whether the user wrote it.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Everything that is not data.</summary>
    public static void Say(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>Data: one line, written through at once.</summary>
    public static void Write(string line) => StandardOutput.WriteLine(line);
}
