using System.Text.RegularExpressions;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>What mbpoll prints.</summary>
internal static partial class MbpollOutput
{
    public static string[] Values(string output) => [.. ValueLine().Matches(output).Select(match => match.Groups["value"].Value)];

    [GeneratedRegex(@"^\[\d+\]:\s*(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ValueLine();
}
