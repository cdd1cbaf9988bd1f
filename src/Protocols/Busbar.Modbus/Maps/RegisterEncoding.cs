namespace Busbar.Modbus;

/// <summary>How a text lies in registers, the first of two octets in the high half.</summary>
public enum RegisterEncoding : byte
{
    /// <summary>One octet a character, 0 to 127.</summary>
    Ascii = 0,

    /// <summary>UTF-8.</summary>
    Utf8,
}
