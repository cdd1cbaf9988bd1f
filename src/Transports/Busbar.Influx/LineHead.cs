using System.Text;

namespace Busbar.Influx;

/// <summary>
/// The parts of a line that do not change, escaped once and kept in slots: <c>measurement,tag=value </c> of a group, <c>field=</c>
/// and <c>field_quality=</c> of a series. Line protocol escapes comma and space in measurements, and also the equals sign in keys
/// and tag values, with a backslash, which itself cannot be escaped.
/// </summary>
internal sealed class LineHead
{
    private static readonly Slot<LineHead> GroupSlot = new();
    private static readonly Slot<LineHead> SeriesSlot = new();

    private LineHead(byte[] text, byte[] quality)
    {
        Text = text;
        Quality = quality;
    }

    /// <summary>A group's <c>measurement,tag=value </c> with the space behind; a series' <c>field=</c>.</summary>
    public byte[] Text { get; }

    /// <summary>A series' <c>field_quality=</c>; empty for a group.</summary>
    public byte[] Quality { get; }

    public static LineHead Of(SeriesGroup group) => group.Get(GroupSlot) ?? group.GetOrSet(GroupSlot, Make(group));

    public static LineHead Of(Series series) => series.Get(SeriesSlot) ?? series.GetOrSet(SeriesSlot, Make(series));

    private static LineHead Make(SeriesGroup group)
    {
        var head = new StringBuilder();
        if (group.Measurement[0] == '#')
            head.Append('\\'); // a line that begins with # is a comment and would vanish; this way the name only gains a backslash
        Escape(head, group.Measurement, ", ");
        foreach (Tag tag in group.Tags)
        {
            Escape(head.Append(','), tag.Key, ", =");
            Escape(head.Append('='), tag.Value, ", =");
        }

        return new LineHead(Encoding.UTF8.GetBytes(head.Append(' ').ToString()), []);
    }

    private static LineHead Make(Series series)
    {
        StringBuilder field = Escape(new StringBuilder(), series.FieldName, ", =");
        StringBuilder quality = Escape(new StringBuilder(), series.FieldName + "_quality", ", =");
        return new LineHead(Encoding.UTF8.GetBytes(field.Append('=').ToString()), Encoding.UTF8.GetBytes(quality.Append('=').ToString()));
    }

    // A backslash at the end, or before what is escaped, cannot be written in a way that every server reads back: it would escape
    // the delimiter behind it, or make InfluxDB 1.x refuse the line, or take it and never find it again. It becomes a slash, so
    // that C:\ and C: stay two names. Any other backslash stands for itself.
    private static StringBuilder Escape(StringBuilder head, string name, string special)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (special.Contains(name[i], StringComparison.Ordinal))
                head.Append('\\').Append(name[i]);
            else
                head.Append(name[i] == '\\' && EscapesWhatFollows(name.AsSpan(i), special) ? '/' : name[i]);
        }

        return head;
    }

    private static bool EscapesWhatFollows(ReadOnlySpan<char> rest, string special)
    {
        rest = rest.TrimStart('\\');
        return rest.IsEmpty || special.Contains(rest[0], StringComparison.Ordinal);
    }
}
