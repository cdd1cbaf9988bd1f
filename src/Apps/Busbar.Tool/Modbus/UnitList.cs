using System.Globalization;

namespace Busbar.Tool;

/// <summary>Unit identifiers as users write them: 1-10,20.</summary>
internal static class UnitList
{
    /// <returns>Each once, in the order written.</returns>
    /// <exception cref="UsageException">It is no such list.</exception>
    public static int[] Parse(string text)
    {
        var units = new List<int>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryParse(ends[0], out int first) || !TryParse(ends[^1], out int last) || last < first)
                throw new UsageException($"--units must be unit identifiers from 0 to 255, such as 1-10,20, not '{text}'.");
            units.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. units.Distinct()];
    }

    private static bool TryParse(string text, out int unit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unit) && unit <= byte.MaxValue;
}
