using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The framing of serial lines in binary: address, PDU and CRC; MODBUS over Serial Line V1.02 §2.5.1. Allocates nothing.
/// </summary>
/// <remarks>
/// Frames are told apart by what they say, since drivers and networks do not keep the silence between them: the length follows from
/// the function, and the CRC there must be right. A function that does not say its length ends at the first right CRC. What is no frame
/// is skipped up to the next octet at which a frame with a right CRC begins, or could. The codec knows no clock: who does asks
/// <see cref="AtSilence"/> once the line has been silent, for which nothing is incomplete.
/// </remarks>
public readonly struct RtuCodec : IFrameCodec<ModbusFrame>
{
    /// <summary>Octets in front of the PDU.</summary>
    public const int HeaderLength = 1;

    /// <summary>Octets around the PDU: the address and the CRC.</summary>
    public const int EnvelopeLength = HeaderLength + CrcLength;

    /// <summary>Octets of the shortest ADU.</summary>
    public const int MinAduLength = EnvelopeLength + 1;

    /// <summary>Octets of the longest ADU.</summary>
    public const int MaxAduLength = EnvelopeLength + ModbusLimits.MaxPduLength;

    /// <summary>The address of all units: a request that they execute and do not answer.</summary>
    public const byte BroadcastUnit = 0;

    internal const string ForeignResponse = "a response is no request";

    private const int CrcLength = 2;
    private const string WrongCrc = "the CRC must be right";
    private const string TooLong = "the byte count must fit a frame of 256 octets";
    private const string Unfinished = "the frame must be whole when the line falls silent";
    private const string NoCrc = "a CRC must be right within 256 octets";

    private readonly PduDirection _direction;
    private readonly bool _silent;

    /// <summary>A codec for what comes from clients, or from servers.</summary>
    /// <param name="direction">
    /// <see cref="PduDirection.Response"/> for a client. A server's, <see cref="PduDirection.Request"/>, skips the responses of other
    /// units on its line.
    /// </param>
    public RtuCodec(PduDirection direction)
        : this(direction, silent: false)
    {
    }

    private RtuCodec(PduDirection direction, bool silent)
    {
        _direction = direction;
        _silent = silent;
    }

    /// <summary>The same for a line that has been silent for 3.5 characters since the last octet: what is not whole now will never be.</summary>
    public RtuCodec AtSilence => new(_direction, silent: true);

    /// <inheritdoc/>
    [HotPath]
    public FrameStatus Decode(ReadOnlySpan<byte> octets, out ModbusFrame frame)
    {
        FrameStatus status = Judge(octets);
        if (status.Kind == FrameStatusKind.Complete)
        {
            frame = new ModbusFrame(0, octets[0], octets[HeaderLength..(status.Consumed - CrcLength)]);
            return status;
        }

        frame = default;
        return status.Kind == FrameStatusKind.Malformed ? Resynchronize(octets, status.Rule!) : status;
    }

    /// <summary>Writes address and CRC around a PDU that is in its place already.</summary>
    /// <param name="destination">The PDU begins at <see cref="HeaderLength"/>; <see cref="EnvelopeLength"/> octets more than it has.</param>
    /// <param name="unit">The address, 0 for all units.</param>
    /// <param name="pduLength">Octets of the PDU, 1 to 253.</param>
    /// <returns>Octets of the ADU.</returns>
    [HotPath]
    public static int EncodeEnvelope(Span<byte> destination, byte unit, int pduLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pduLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pduLength, ModbusLimits.MaxPduLength);
        destination[0] = unit;
        int end = HeaderLength + pduLength;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[end..], Crc16.Compute(destination[..end]));
        return end + CrcLength;
    }

    /// <summary>Writes a whole ADU.</summary>
    /// <param name="destination">At least <see cref="EnvelopeLength"/> octets more than the PDU has.</param>
    /// <param name="unit">The address, 0 for all units.</param>
    /// <param name="pdu">The PDU, 1 to 253 octets.</param>
    /// <returns>Octets written.</returns>
    [HotPath]
    public static int Encode(Span<byte> destination, byte unit, ReadOnlySpan<byte> pdu)
    {
        pdu.CopyTo(destination[HeaderLength..]);
        return EncodeEnvelope(destination, unit, pdu.Length);
    }

    /// <summary>What is at the first octet; malformed when no frame can be.</summary>
    [HotPath]
    private FrameStatus Judge(ReadOnlySpan<byte> octets)
    {
        FrameStatus status = _direction == PduDirection.Response ? Judge(octets, PduDirection.Response) : JudgeRequest(octets);
        return status.Kind == FrameStatusKind.Malformed && _silent && IsWhole(octets) ? FrameStatus.Complete(octets.Length) : status;
    }

    /// <summary>On a shared line a server sees the responses of other units as well. A function code with its highest bit set is an exception before it is a request.</summary>
    [HotPath]
    private FrameStatus JudgeRequest(ReadOnlySpan<byte> octets)
    {
        bool isMarked = octets.Length > 1 && octets[1] >= ExceptionResponse.Mark;
        FrameStatus first = isMarked ? JudgeForeign(octets) : Judge(octets, PduDirection.Request);
        if (first.Kind != FrameStatusKind.Malformed)
            return first;

        FrameStatus second = isMarked ? Judge(octets, PduDirection.Request) : JudgeForeign(octets);
        return second.Kind == FrameStatusKind.Malformed ? first : second;
    }

    private FrameStatus JudgeForeign(ReadOnlySpan<byte> octets)
    {
        FrameStatus status = Judge(octets, PduDirection.Response);
        return status.Kind == FrameStatusKind.Complete ? FrameStatus.Skipped(status.Consumed, ForeignResponse) : status;
    }

    [HotPath]
    private FrameStatus Judge(ReadOnlySpan<byte> octets, PduDirection direction)
    {
        int length = RtuLength.Of(octets, direction);
        if (length == RtuLength.Open)
            return JudgeOpen(octets);
        if (length > MaxAduLength)
            return FrameStatus.Malformed(0, TooLong);
        if (length < 0 || length > octets.Length)
            return _silent && !octets.IsEmpty ? FrameStatus.Malformed(0, Unfinished) : FrameStatus.Incomplete(Math.Max(MinAduLength, Math.Abs(length)));
        return Crc16.Compute(octets[..length]) == 0 ? FrameStatus.Complete(length) : FrameStatus.Malformed(0, WrongCrc);
    }

    private FrameStatus JudgeOpen(ReadOnlySpan<byte> octets)
    {
        if (_silent && IsWhole(octets))
            return FrameStatus.Complete(octets.Length);

        int limit = Math.Min(octets.Length, MaxAduLength);
        ushort crc = Crc16.Initial;
        for (int end = 0; end < limit;)
        {
            crc = Crc16.Continue(crc, octets[end++]);
            if (crc == 0 && end >= MinAduLength)
                return FrameStatus.Complete(end);
        }

        return _silent || limit == MaxAduLength ? FrameStatus.Malformed(0, NoCrc) : FrameStatus.Incomplete();
    }

    private static bool IsWhole(ReadOnlySpan<byte> octets) =>
        octets.Length is >= MinAduLength and <= MaxAduLength && Crc16.Compute(octets) == 0;

    /// <summary>
    /// Goes on to the next octet at which a frame with a right CRC begins, otherwise to the first at which one may have begun. Functions
    /// that do not say their length are not looked for: any octets hold a right CRC somewhere.
    /// </summary>
    private FrameStatus Resynchronize(ReadOnlySpan<byte> octets, string rule)
    {
        int begun = 0;
        int limit = Math.Min(octets.Length, MaxAduLength);
        for (int start = 1; start < limit; start++)
        {
            ReadOnlySpan<byte> rest = octets[start..];
            if (!SaysItsLength(rest))
                continue;
            FrameStatus status = Judge(rest);
            if (status.Kind is FrameStatusKind.Complete or FrameStatusKind.Skipped)
                return FrameStatus.Skipped(start, rule);
            if (begun == 0 && status.Kind == FrameStatusKind.Incomplete)
                begun = start;
        }

        return FrameStatus.Skipped(begun > 0 ? begun : limit, rule);
    }

    private bool SaysItsLength(ReadOnlySpan<byte> octets) =>
        RtuLength.Of(octets, _direction) != RtuLength.Open || (_direction == PduDirection.Request && RtuLength.Of(octets, PduDirection.Response) != RtuLength.Open);
}
