using System.Buffers;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The framing of serial lines in text: a colon, two hexadecimal digits for each octet of address, PDU and LRC, CR and LF; MODBUS over
/// Serial Line V1.02 §2.5.2. Digits of both cases are read, those of the upper case written. Allocates nothing once it is made.
/// </summary>
/// <remarks>
/// A frame is decoded into memory that belongs to the codec and its copies: it is valid until one of them reads the next. A colon
/// begins a frame wherever it stands; what is no frame is skipped up to the next.
/// </remarks>
public readonly struct AsciiCodec : IFrameCodec<ModbusFrame>
{
    /// <summary>Characters of the longest ADU.</summary>
    public const int MaxAduLength = 1 + (2 * MaxOctets) + EndLength;

    /// <summary>The second character of the end of a frame unless it was changed: LF.</summary>
    public const byte DefaultDelimiter = (byte)'\n';

    private const byte Colon = (byte)':';
    private const byte CarriageReturn = (byte)'\r';
    private const int EndLength = 2;
    private const int MinOctets = 3; // address, function code, LRC
    private const int MaxOctets = 2 + ModbusLimits.MaxPduLength;
    private const string NoColon = "a frame must begin with a colon";
    private const string Restarted = "a frame must end before the next begins";
    private const string NoDigit = "between colon and CR there must be hexadecimal digits";
    private const string NoDelimiter = "behind CR there must be LF";
    private const string Odd = "the hexadecimal digits must be pairs";
    private const string TooShort = "a frame must have address, function code and LRC";
    private const string TooLong = "a frame must have at most 513 characters";
    private const string WrongLrc = "the LRC must be right";
    private const string Unfinished = "the frame must be whole when the line falls silent";

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private readonly byte[]? _octets;
    private readonly byte _delimiter;
    private readonly bool _silent;

    /// <summary>A codec whose frames end with CR and LF.</summary>
    public AsciiCodec()
        : this(DefaultDelimiter)
    {
    }

    /// <summary>A codec whose frames end with CR and another character: diagnostics, sub-function 3, changes it.</summary>
    /// <param name="delimiter">That character.</param>
    public AsciiCodec(byte delimiter)
        : this(new byte[MaxOctets], delimiter, silent: false)
    {
    }

    private AsciiCodec(byte[] octets, byte delimiter, bool silent)
    {
        _octets = octets;
        _delimiter = delimiter;
        _silent = silent;
    }

    /// <summary>The same for a line that has been silent for long (1 s): what is not whole now will never be.</summary>
    public AsciiCodec AtSilence => new(Octets, Delimiter, silent: true);

    private byte[] Octets => _octets ?? new byte[MaxOctets]; // of default(AsciiCodec), which nobody made

    private byte Delimiter => _octets is null ? DefaultDelimiter : _delimiter;

    /// <inheritdoc/>
    [HotPath]
    public FrameStatus Decode(ReadOnlySpan<byte> octets, out ModbusFrame frame)
    {
        frame = default;
        if (octets.IsEmpty)
            return FrameStatus.Incomplete(1 + (2 * MinOctets) + EndLength);
        if (octets[0] != Colon)
            return FrameStatus.Skipped(ToNext(octets), NoColon);

        ReadOnlySpan<byte> characters = octets.Length > MaxAduLength ? octets[..MaxAduLength] : octets;
        int digits = characters[1..].IndexOfAnyExcept(Digits);
        if (digits < 0 || characters[1 + digits] != CarriageReturn)
            return JudgeDigits(octets, digits);

        int end = 1 + digits + EndLength;
        if (end > characters.Length)
            return octets.Length < MaxAduLength ? Wait(octets, end) : FrameStatus.Skipped(ToNext(octets), TooLong);
        if (characters[end - 1] != Delimiter)
            return FrameStatus.Skipped(ToNext(octets), NoDelimiter);
        return Decode(characters[1..(1 + digits)], end, out frame);
    }

    /// <summary>Writes a whole ADU.</summary>
    /// <param name="destination">Twice the octets of the PDU and 7 more.</param>
    /// <param name="unit">The address, 0 for all units.</param>
    /// <param name="pdu">The PDU, 1 to 253 octets.</param>
    /// <param name="delimiter">The character behind CR.</param>
    /// <returns>Octets written.</returns>
    [HotPath]
    public static int Encode(Span<byte> destination, byte unit, ReadOnlySpan<byte> pdu, byte delimiter = DefaultDelimiter)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pdu.Length, nameof(pdu));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pdu.Length, ModbusLimits.MaxPduLength, nameof(pdu));
        int end = 3 + (2 * pdu.Length);
        destination[end + 3] = delimiter;
        destination[end + 2] = CarriageReturn;
        destination[0] = Colon;
        WriteOctet(destination[1..], unit);
        Convert.TryToHexString(pdu, destination[3..], out _);
        WriteOctet(destination[end..], (byte)-(unit + Lrc.Sum(pdu)));
        return end + 2 + EndLength;
    }

    private FrameStatus Decode(ReadOnlySpan<byte> digits, int end, out ModbusFrame frame)
    {
        frame = default;
        if ((digits.Length & 1) != 0)
            return FrameStatus.Skipped(end, Odd);
        if (digits.Length < 2 * MinOctets)
            return FrameStatus.Skipped(end, TooShort);

        byte[] octets = Octets;
        Convert.FromHexString(digits, octets, out _, out int written);
        if (Lrc.Sum(octets.AsSpan(0, written)) != 0)
            return FrameStatus.Skipped(end, WrongLrc);

        frame = new ModbusFrame(0, octets[0], octets.AsSpan(1, written - 2));
        return FrameStatus.Complete(end);
    }

    /// <summary>The digits did not end with CR.</summary>
    private FrameStatus JudgeDigits(ReadOnlySpan<byte> octets, int digits)
    {
        if (digits >= 0)
            return FrameStatus.Skipped(ToNext(octets), octets[1 + digits] == Colon ? Restarted : NoDigit);
        return octets.Length < MaxAduLength - EndLength + 1 ? Wait(octets, 0) : FrameStatus.Skipped(ToNext(octets), TooLong);
    }

    private FrameStatus Wait(ReadOnlySpan<byte> octets, int needed) =>
        _silent ? FrameStatus.Skipped(octets.Length, Unfinished) : FrameStatus.Incomplete(needed);

    /// <summary>How far it is to the colon behind the first character, or to the end.</summary>
    private static int ToNext(ReadOnlySpan<byte> octets)
    {
        int next = octets[1..].IndexOf(Colon);
        return next < 0 ? octets.Length : 1 + next;
    }

    private static void WriteOctet(Span<byte> destination, byte octet)
    {
        destination[1] = Digit(octet & 0xF);
        destination[0] = Digit(octet >> 4);
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
