using System.Text.RegularExpressions;

namespace Busbar.Architecture.Tests.HouseRules;

/// <summary>What every source file and page keeps to.</summary>
internal static partial class FileRules
{
    /// <summary>Lines nobody can hold in the head any more.</summary>
    public const int MaxLines = 500;

    public static IEnumerable<string> Length(string name, IReadOnlyCollection<string> lines) =>
        lines.Count <= MaxLines ? [] : [$"{name} has {lines.Count} lines; split it by subject, {MaxLines} at most."];

    /// <summary>Places of one person's machine mean nothing to a reader.</summary>
    public static IEnumerable<string> MachinePaths(string name, IEnumerable<string> lines) =>
        lines.Select((line, index) => (Match: MachinePath().Match(line), Number: index + 1))
            .Where(line => line.Match.Success)
            .Select(line => $"{name}:{line.Number} names a path of one machine: {line.Match.Value}");

    [GeneratedRegex(@"(?<![\w.~-])(/(home|root|work|Users|workspace|mnt)/[^\s`)""']+|[A-Za-z]:\\Users\\[^\s`)""']+|file:///[^\s`)""']+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();
}
