namespace Busbar.Links;

/// <summary>How a codec judged the octets in front of it.</summary>
public enum FrameStatusKind : byte
{
    /// <summary>More octets are needed.</summary>
    Incomplete = 0,

    /// <summary>A frame was read.</summary>
    Complete,

    /// <summary>Octets are to be dropped and the connection goes on.</summary>
    Skipped,

    /// <summary>The framing is lost; the connection closes.</summary>
    Malformed,
}
