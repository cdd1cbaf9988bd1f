using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool;

/// <summary>The options that every command has.</summary>
internal static class ToolOptions
{
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object a line on standard output; implied when it is not a terminal.",
        Recursive = true,
    };

    private static readonly Option<LogLevel> Log = CreateLog();

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Log);
    }

    public static bool WantsJson(this ParseResult parsed) => parsed.GetValue(Json) || Console.IsOutputRedirected;

    public static LogLevel LogLevel(this ParseResult parsed) => parsed.GetValue(Log);

    /// <summary>Whether the user asked for a level: a command that runs once says its failure itself and logs only when asked.</summary>
    public static bool WantsLog(this ParseResult parsed) => parsed.GetResult(Log) is { Implicit: false };

    private static Option<LogLevel> CreateLog()
    {
        Option<LogLevel> log = CommandWords.OneOf("--log", Microsoft.Extensions.Logging.LogLevel.Warning, "Least level written to standard error.");
        log.Recursive = true;
        return log;
    }

    /// <summary>The words of the command that was meant, without the root: <c>modbus read</c>.</summary>
    public static IEnumerable<string> PathOf(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (var result = parsed.CommandResult; result?.Parent is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            words.Push(result.Command.Name);
        return words;
    }
}
