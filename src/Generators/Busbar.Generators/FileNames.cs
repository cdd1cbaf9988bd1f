using Busbar.Generators.Models;

namespace Busbar.Generators;

/// <summary>Names of generated files. The compiler takes two that differ in nothing but small and capital letters for the same.</summary>
internal static class FileNames
{
    /// <summary>Those that another one resembles so, in an order that does not depend on that of the files.</summary>
    public static EquatableArray<string> FindAlike(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The name itself, or with a number when it is the second or a later one that looks like this.</summary>
    public static string Of(string name, EquatableArray<string> alike)
    {
        int before = alike.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(other, name) < 0);
        return before == 0 ? name : FormattableString.Invariant($"{name}({before + 1})");
    }
}
