namespace Busbar.Generators.Models;

/// <summary>What a field of a measurement becomes.</summary>
internal enum FieldKind
{
    /// <summary>A binary64 or a binary32, as it is.</summary>
    Floating,

    /// <summary>A signed integer or an enumeration: a long.</summary>
    Signed,

    /// <summary>An unsigned integer: a ulong.</summary>
    Unsigned,

    /// <summary>A decimal: the nearest binary64.</summary>
    Decimal,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,
}
