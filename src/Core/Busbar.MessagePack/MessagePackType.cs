namespace Busbar.MessagePack;

/// <summary>What a value is, whatever format carries it; MessagePack specification, "Type system".</summary>
public enum MessagePackType : byte
{
    /// <summary>No value: the input ended, or any type would have done.</summary>
    None = 0,

    /// <summary>Nil.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer of -2^63 to 2^64 - 1.</summary>
    Integer,

    /// <summary>A binary32 or binary64 of IEEE 754.</summary>
    Float,

    /// <summary>Text in UTF-8.</summary>
    String,

    /// <summary>Octets.</summary>
    Binary,

    /// <summary>Values one behind the other.</summary>
    Array,

    /// <summary>Pairs of key and value.</summary>
    Map,

    /// <summary>Octets with a type number that the application or, below 0, the specification defines.</summary>
    Extension,

    /// <summary>The extension type -1: an instant in seconds and nanoseconds.</summary>
    Timestamp,
}
