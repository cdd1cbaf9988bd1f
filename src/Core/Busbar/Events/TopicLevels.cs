using System.Buffers.Text;
using System.Globalization;

namespace Busbar;

/// <summary>Levels of a topic's name as UTF-8, and what they become as arguments; for generated code. Allocates nothing.</summary>
public static class TopicLevels
{
    /// <summary>One level of a topic.</summary>
    /// <param name="topic">The name, levels parted by <c>/</c>.</param>
    /// <param name="index">Which level, from 0.</param>
    /// <param name="offset">Octets before it.</param>
    /// <returns>Part of <paramref name="topic"/>; empty when it has fewer levels.</returns>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> topic, int index, out int offset)
    {
        offset = 0;
        for (; index > 0; index--)
        {
            int slash = topic[offset..].IndexOf((byte)'/');
            if (slash < 0)
            {
                offset = topic.Length;
                return default;
            }

            offset += slash + 1;
        }

        ReadOnlySpan<byte> rest = topic[offset..];
        int end = rest.IndexOf((byte)'/');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>A level as a number or anything else that can be parsed from UTF-8, in the invariant culture.</summary>
    /// <param name="level">The level's octets.</param>
    /// <param name="value">The value; default when it is none.</param>
    public static bool TryParse<T>(ReadOnlySpan<byte> level, out T value)
        where T : struct, IUtf8SpanParsable<T>
    {
        bool isEdgeBlank = level is [<= (byte)' ', ..] or [.., <= (byte)' ']; // parsers of numbers forgive blanks, topics have none
        value = default;
        return !isEdgeBlank && T.TryParse(level, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A level as a truth value: <c>true</c> or <c>false</c>, in any case.</summary>
    /// <param name="level">The level's octets.</param>
    /// <param name="value">The value; false when it is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> level, out bool value) =>
        Utf8Parser.TryParse(level, out value, out int consumed) && consumed == level.Length;
}
