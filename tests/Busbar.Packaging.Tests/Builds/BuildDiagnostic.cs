using System.Text.RegularExpressions;

namespace Busbar.Packaging.Tests.Builds;

/// <summary>One warning or error of a build.</summary>
internal sealed partial record BuildDiagnostic(string Severity, string Id, string Message, string Project)
{
    /// <summary>Those of a build's output, each once: a build repeats them at its end.</summary>
    public static IReadOnlyList<BuildDiagnostic> Parse(string output) =>
        [.. Line().Matches(output).Select(match => new BuildDiagnostic(
            match.Groups["severity"].Value, match.Groups["id"].Value, match.Groups["message"].Value, Path.GetFileNameWithoutExtension(match.Groups["project"].Value))).Distinct()];

    public override string ToString() => $"{Project}: {Severity} {Id}: {Message}";

    [GeneratedRegex(@"\b(?<severity>warning|error) (?<id>[A-Z]+[0-9]+) ?: (?<message>.*?)( \[(?<project>[^\]\r\n]+)\])?\r?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Line();
}
