using System.Text;
using Busbar.Links;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>One frame as a line of text: hexadecimal digits, or the characters of an ASCII frame without their CR and LF.</summary>
internal sealed class FrameLine
{
    private const string Ascii = "ascii";
    private const string Rtu = "rtu";
    private const string Tcp = "tcp";
    private const int RtuCheckLength = 2;
    private const int AsciiCheckLength = 2;

    private readonly string _framing;
    private readonly PduDirection _direction;

    private FrameLine(string framing, PduDirection direction)
    {
        _framing = framing;
        _direction = direction;
    }

    public static string[] Framings { get; } = [Tcp, Rtu, Ascii];

    /// <summary>Whether unit 0 is all units.</summary>
    public bool HasBroadcast => _framing != Tcp;

    public bool HasTransactions => _framing == Tcp;

    public static FrameLine Of(string framing, PduDirection direction) => new(framing, direction);

    /// <summary>Where, in the line's octets or characters, an octet of the PDU stands.</summary>
    public int OffsetOf(int offsetInPdu) => _framing switch
    {
        Tcp => MbapCodec.HeaderLength + offsetInPdu,
        Rtu => RtuCodec.HeaderLength + offsetInPdu,
        _ => 1 + (2 * (1 + offsetInPdu)), // colon and address
    };

    /// <summary>Reads the one frame that a line holds.</summary>
    /// <returns>Null when there is none, and then what is wrong.</returns>
    public FrameParts? Decode(string line, out FrameError? error)
    {
        line = line.Trim();
        if (_framing == Ascii)
            return DecodeAscii(line, out error);

        string digits = line.Replace(" ", "", StringComparison.Ordinal);
        int wrong = digits.AsSpan().IndexOfAnyExcept("0123456789ABCDEFabcdef");
        if (wrong >= 0 || (digits.Length & 1) != 0)
        {
            error = new FrameError((wrong < 0 ? digits.Length : wrong) / 2, "a line must be pairs of hexadecimal digits");
            return null;
        }

        byte[] octets = Convert.FromHexString(digits);
        return _framing == Tcp ? DecodeTcp(octets, out error) : DecodeRtu(octets, out error);
    }

    /// <summary>Writes a frame as a line.</summary>
    public string Encode(FrameParts frame)
    {
        byte[] adu = new byte[AsciiCodec.MaxAduLength];
        switch (_framing)
        {
            case Tcp:
                return Convert.ToHexStringLower(adu.AsSpan(0, MbapCodec.Encode(adu, frame.TransactionId, frame.Unit, frame.Pdu)));
            case Rtu:
                return Convert.ToHexStringLower(adu.AsSpan(0, RtuCodec.Encode(adu, frame.Unit, frame.Pdu)));
            default:
                return Encoding.ASCII.GetString(adu.AsSpan(0, AsciiCodec.Encode(adu, frame.Unit, frame.Pdu))).TrimEnd();
        }
    }

    private static FrameParts? DecodeTcp(byte[] octets, out FrameError? error)
    {
        FrameStatus status = default(MbapCodec).Decode(octets, out ModbusFrame frame);
        return Judge(status, frame, octets.Length, status.Kind == FrameStatusKind.Skipped ? 2 : status.Offset, out error);
    }

    private FrameParts? DecodeRtu(byte[] octets, out FrameError? error)
    {
        error = octets.Length switch
        {
            < RtuCodec.MinAduLength => new FrameError(octets.Length, "a frame must have at least 4 octets"),
            > RtuCodec.MaxAduLength => new FrameError(RtuCodec.MaxAduLength, "a frame must have at most 256 octets"),
            _ => null,
        };
        if (error is not null)
            return null;

        byte[] right = new byte[octets.Length];
        RtuCodec.Encode(right, octets[0], octets.AsSpan(1..^RtuCheckLength));
        if (!right.AsSpan().SequenceEqual(octets))
        {
            error = new FrameError(octets.Length - RtuCheckLength, $"the CRC must be right: {Convert.ToHexStringLower(right.AsSpan(^RtuCheckLength..))}");
            return null;
        }

        FrameStatus status = new RtuCodec(_direction).AtSilence.Decode(octets, out ModbusFrame frame);
        return Judge(status, frame, octets.Length, 1, out error);
    }

    private static FrameParts? DecodeAscii(string line, out FrameError? error)
    {
        FrameStatus status = new AsciiCodec().AtSilence.Decode(Encoding.Latin1.GetBytes(line + "\r\n"), out ModbusFrame frame);
        int wrong = line.StartsWith(':') ? 1 + line.AsSpan(1).IndexOfAnyExcept("0123456789ABCDEFabcdef") : 0;
        int at = wrong > 0 || !line.StartsWith(':') ? wrong : Math.Max(0, line.Length - AsciiCheckLength); // what is left is the LRC
        return Judge(status, frame, line.Length + 2, at, out error);
    }

    private static FrameParts? Judge(FrameStatus status, in ModbusFrame frame, int length, int offset, out FrameError? error)
    {
        error = status.Kind switch
        {
            FrameStatusKind.Complete when status.Consumed == length => null,
            FrameStatusKind.Complete => new FrameError(status.Consumed, "nothing may stand behind the frame"),
            FrameStatusKind.Incomplete => new FrameError(length, $"the frame must have {status.Needed} octets"),
            _ => new FrameError(offset, status.Rule!),
        };
        return error is null ? new FrameParts(frame.TransactionId, frame.Unit, frame.Pdu.ToArray()) : null;
    }
}
