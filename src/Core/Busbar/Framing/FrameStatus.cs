namespace Busbar.Links;

/// <summary>A codec's answer: what it found, how far it reaches, and which rule was broken when one was.</summary>
public readonly record struct FrameStatus
{
    private readonly int _count;

    private FrameStatus(FrameStatusKind kind, int count, string? rule)
    {
        Kind = kind;
        _count = count;
        Rule = rule;
    }

    /// <summary>What was found.</summary>
    public FrameStatusKind Kind { get; }

    /// <summary>The rule that was broken, in words with its numbers; null unless skipped or malformed.</summary>
    public string? Rule { get; }

    /// <summary>Octets to move on by; 0 unless complete or skipped.</summary>
    public int Consumed => Kind is FrameStatusKind.Complete or FrameStatusKind.Skipped ? _count : 0;

    /// <summary>Octets the frame needs in all, 0 when not known yet; meaningful when incomplete.</summary>
    public int Needed => Kind == FrameStatusKind.Incomplete ? _count : 0;

    /// <summary>The offset of the octet that broke the rule; meaningful when malformed.</summary>
    public int Offset => Kind == FrameStatusKind.Malformed ? _count : 0;

    /// <summary>A frame was read from the first <paramref name="consumed"/> octets.</summary>
    public static FrameStatus Complete(int consumed) => new(FrameStatusKind.Complete, consumed, null);

    /// <summary>More octets are needed: <paramref name="needed"/> in all, or 0 when that is not known yet.</summary>
    public static FrameStatus Incomplete(int needed = 0) => new(FrameStatusKind.Incomplete, needed, null);

    /// <summary>The first <paramref name="consumed"/> octets (at least 1) are to be dropped for breaking <paramref name="rule"/>.</summary>
    public static FrameStatus Skipped(int consumed, string rule) => new(FrameStatusKind.Skipped, consumed, rule);

    /// <summary>The octet at <paramref name="offset"/> breaks <paramref name="rule"/> and the framing is lost.</summary>
    public static FrameStatus Malformed(int offset, string rule) => new(FrameStatusKind.Malformed, offset, rule);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        FrameStatusKind.Complete => $"complete, {_count} octets",
        FrameStatusKind.Incomplete => _count == 0 ? "incomplete" : $"incomplete, needs {_count} octets",
        FrameStatusKind.Skipped => $"skipped {_count} octets: {Rule}",
        _ => $"malformed at offset {_count}: {Rule}",
    };
}
