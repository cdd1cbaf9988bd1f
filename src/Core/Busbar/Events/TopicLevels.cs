using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Busbar;

/// <summary>Levels of a topic's name as UTF-8, and what they become as arguments; for generated code. Allocates nothing.</summary>
public static class TopicLevels
{
    /// <summary>One level of a topic.</summary>
    /// <param name="topic">The name, levels parted by <c>/</c>.</param>
    /// <param name="index">Which level, from 0.</param>
    /// <returns>Part of <paramref name="topic"/>; empty when it has fewer levels.</returns>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> topic, int index)
    {
        ReadOnlySpan<byte> rest = topic[OffsetOf(topic, index)..];
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

    /// <summary>The outcome of a dispatch in which a level is no value of its parameter.</summary>
    /// <param name="filter">As the method has it.</param>
    /// <param name="topic">The name that came.</param>
    /// <param name="index">Which level, from 0.</param>
    /// <param name="argument">The method's parameter.</param>
    /// <param name="expected">What it takes, in words.</param>
    public static EventOutcome Reject(string filter, ReadOnlySpan<byte> topic, int index, string argument, string expected) =>
        EventOutcome.Rejected(filter, -1, argument, new ArgumentFault
        {
            Kind = ArgumentFaultKind.Unfit,
            Expected = expected,
            Received = $"\"{Encoding.UTF8.GetString(At(topic, index))}\"",
            Offset = OffsetOf(topic, index),
        });

    private static int OffsetOf(ReadOnlySpan<byte> topic, int index)
    {
        int offset = 0;
        for (; index > 0; index--)
        {
            int slash = topic[offset..].IndexOf((byte)'/');
            if (slash < 0)
                return topic.Length;
            offset += slash + 1;
        }

        return offset;
    }
}
