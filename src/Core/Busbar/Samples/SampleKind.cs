namespace Busbar;

/// <summary>What the 64 value bits of a <see cref="Sample"/> hold.</summary>
public enum SampleKind : byte
{
    /// <summary>A quality without a value: the device is down.</summary>
    None = 0,

    /// <summary>An IEEE 754 binary64.</summary>
    Double = 1,

    /// <summary>An IEEE 754 binary32, kept as one: widened, 41.7 would print as 41.70000076293945.</summary>
    Single = 2,

    /// <summary>A signed integer of 64 bits.</summary>
    Int64 = 3,

    /// <summary>An unsigned integer of 64 bits.</summary>
    UInt64 = 4,

    /// <summary>A truth value.</summary>
    Boolean = 5,

    /// <summary>A text.</summary>
    String = 6,
}
