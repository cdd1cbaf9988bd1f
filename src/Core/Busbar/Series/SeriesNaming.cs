using System.Text;

namespace Busbar;

/// <summary>The one naming rule: a series is <c>measurement.field</c> with its tags; its topic is <c>measurement/tag values/field</c>.</summary>
public static class SeriesNaming
{
    internal static string Name(SeriesGroup group, string field) =>
        group.Tags.IsEmpty ? $"{group.Measurement}.{field}" : $"{group.Measurement}.{field}{{{string.Join(',', group.Tags)}}}";

    internal static string Topic(SeriesGroup group, string field)
    {
        var topic = new StringBuilder(EscapeLevel(group.Measurement));
        foreach (Tag tag in group.Tags)
            topic.Append('/').Append(EscapeLevel(tag.Value));
        return topic.Append('/').Append(EscapeLevel(field)).ToString();
    }

    /// <summary>
    /// One topic level: <c>/</c>, <c>+</c> and <c>#</c>, which mean something in topics and filters, and the escape character
    /// <c>%</c> itself become <c>%2F</c>, <c>%2B</c>, <c>%23</c> and <c>%25</c>; nothing else changes.
    /// </summary>
    public static string EscapeLevel(string level)
    {
        ArgumentNullException.ThrowIfNull(level);
        if (level.AsSpan().IndexOfAny("/+#%") < 0)
            return level;

        return level.Replace("%", "%25", StringComparison.Ordinal)
                    .Replace("/", "%2F", StringComparison.Ordinal)
                    .Replace("+", "%2B", StringComparison.Ordinal)
                    .Replace("#", "%23", StringComparison.Ordinal);
    }

    internal static void Validate(string? text, string what)
    {
        if (string.IsNullOrEmpty(text))
            throw new ArgumentException($"The {what} must not be empty.", what);
        foreach (char character in text)
        {
            if (char.IsControl(character))
                throw new ArgumentException($"The {what} \"{text}\" holds a control character (U+{(int)character:X4}).", what);
        }
    }
}
