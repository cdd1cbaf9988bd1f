namespace Busbar.Serial;

/// <summary>The bit that a character carries for checking.</summary>
public enum SerialParity : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>It makes the number of ones odd.</summary>
    Odd = 1,

    /// <summary>It makes the number of ones even.</summary>
    Even = 2,
}
