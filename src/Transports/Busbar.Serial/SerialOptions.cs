namespace Busbar.Serial;

/// <summary>
/// How a serial line runs. The defaults are those of Modbus (MODBUS over Serial Line V1.02 §2.5.1): 19,200 baud, even parity, one stop bit.
/// Copied and checked where it is given.
/// </summary>
public sealed record SerialOptions
{
    /// <summary>Bits a second, 50 to 20,000,000; opening fails when the port cannot make them within 3 %. Default 19,200.</summary>
    public int BaudRate { get; set; } = 19_200;

    /// <summary>Bits of a character, 7 or 8, default 8. Modbus RTU takes 8, ASCII mostly 7.</summary>
    public int DataBits { get; set; } = 8;

    /// <summary>The checking bit, default <see cref="SerialParity.Even"/>.</summary>
    public SerialParity Parity { get; set; } = SerialParity.Even;

    /// <summary>The end of a character, default one bit.</summary>
    public SerialStopBits StopBits { get; set; } = SerialStopBits.One;

    /// <summary>Whether RTS and CTS hold up the sender. Default false; not together with <see cref="Rs485"/>.</summary>
    public bool RtsCtsHandshake { get; set; }

    /// <summary>How a two-wire line is turned round; null, the default, for RS-232 and for adapters that do it by themselves.</summary>
    public Rs485Options? Rs485 { get; set; }

    /// <summary>The time one character takes with its start, parity and stop bits.</summary>
    public TimeSpan CharacterTime =>
        TimeSpan.FromSeconds((1.0 + DataBits + (Parity == SerialParity.None ? 0 : 1) + (int)StopBits) / BaudRate);

    internal SerialOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BaudRate, 50, nameof(BaudRate));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BaudRate, 20_000_000, nameof(BaudRate));
        ArgumentOutOfRangeException.ThrowIfLessThan(DataBits, 7, nameof(DataBits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DataBits, 8, nameof(DataBits));
        if (Parity > SerialParity.Even)
            throw new ArgumentOutOfRangeException(nameof(Parity), Parity, "There is no such parity.");
        if (StopBits is not (SerialStopBits.One or SerialStopBits.Two))
            throw new ArgumentOutOfRangeException(nameof(StopBits), StopBits, "There are one or two stop bits.");
        if (RtsCtsHandshake && Rs485 is not null)
            throw new ArgumentException("RTS either holds up the sender or turns the line round, not both.", nameof(Rs485));
        return this with { Rs485 = Rs485?.Validated() };
    }
}
