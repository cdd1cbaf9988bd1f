namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>What was added to and removed from a surface, each member with its type.</summary>
internal static class ApiDifference
{
    /// <returns>Lines that begin with <c>-</c> or <c>+</c>, below the type they belong to; empty when nothing but white space differs.</returns>
    public static IReadOnlyList<string> Between(string accepted, string actual)
    {
        HashSet<(string Type, string Line)> before = [.. Lines(accepted)];
        HashSet<(string Type, string Line)> after = [.. Lines(actual)];
        return [.. before.Except(after).Select(line => (line.Type, line.Line, Sign: '-'))
            .Concat(after.Except(before).Select(line => (line.Type, line.Line, Sign: '+')))
            .GroupBy(line => line.Type).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.OrderBy(line => line.Line, StringComparer.Ordinal).Select(line => $"{line.Sign} {line.Line}").Prepend(group.Key))];
    }

    private static IEnumerable<(string Type, string Line)> Lines(string text)
    {
        string space = "";
        string type = "";
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
                space = line["namespace ".Length..];
            else if (char.IsWhiteSpace(line[0]))
                yield return (type, line.Trim());
            else
                yield return (type = $"{space}: {line}", line);
        }
    }
}
