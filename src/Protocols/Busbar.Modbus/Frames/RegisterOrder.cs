namespace Busbar.Modbus;

/// <summary>
/// How a device lays a value wider than 16 bits into registers; no standard says. Named by the octets of a 32-bit value, A the most
/// significant, in the order they travel.
/// </summary>
public enum RegisterOrder : byte
{
    /// <summary>The high register first, the high octet first: big-endian throughout.</summary>
    ABCD = 0,

    /// <summary>The low register first, the high octet first within each: "word swap", common.</summary>
    CDAB,

    /// <summary>The high register first, the low octet first within each: "byte swap".</summary>
    BADC,

    /// <summary>The low register first, the low octet first within each: little-endian throughout.</summary>
    DCBA,
}
