namespace Busbar.Serial;

/// <summary>How long a character's end is, in bits.</summary>
public enum SerialStopBits : byte
{
    /// <summary>One.</summary>
    One = 1,

    /// <summary>Two; what Modbus wants of a line without parity.</summary>
    Two = 2,
}
