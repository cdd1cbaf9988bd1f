namespace Busbar;

/// <summary>What is known of a sample's source time.</summary>
[Flags]
public enum TimeFlags : byte
{
    /// <summary>The time is the receiver's: the source gave none.</summary>
    None = 0,

    /// <summary>The source gave the time.</summary>
    SourceTime = 0x10,

    /// <summary>The source says its clock cannot be trusted.</summary>
    Invalid = 0x20,

    /// <summary>The time was substituted on the way.</summary>
    Substituted = 0x40,

    /// <summary>A buffered event from the past: it belongs into the history and never replaces the live value.</summary>
    Backfill = 0x80,
}
