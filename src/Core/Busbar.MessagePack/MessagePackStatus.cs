namespace Busbar.MessagePack;

/// <summary>How a read ended.</summary>
public enum MessagePackStatus : byte
{
    /// <summary>The value was read.</summary>
    Ok = 0,

    /// <summary>The input ends before the value does: more octets are needed, or it was cut.</summary>
    Incomplete,

    /// <summary>The value is of another type than the one asked for.</summary>
    WrongType,

    /// <summary>A number or an instant that the .NET type asked for cannot hold.</summary>
    OutOfRange,

    /// <summary>A string that is not UTF-8.</summary>
    InvalidText,

    /// <summary>A timestamp of other than 4, 8 or 12 octets, or with more than 999,999,999 nanoseconds.</summary>
    InvalidTimestamp,

    /// <summary>More arrays and maps within each other than <see cref="MessagePackReaderOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>
    /// A length above <see cref="MessagePackReaderOptions.MaxLength"/>, a count above <see cref="MessagePackReaderOptions.MaxCount"/>, or
    /// more octets than the caller's buffer holds.
    /// </summary>
    TooLong,

    /// <summary>The value lies in more than one segment of the input, so it cannot be borrowed; copy it.</summary>
    Split,

    /// <summary>The octet 0xC1, which the specification never uses.</summary>
    Reserved,
}
