using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// The framing of RFC 6455 §5.2, without extensions. What a frame alone can break it refuses, with offset and rule; whether frames
/// follow each other rightly is the session's to say. Allocates nothing.
/// </summary>
public readonly struct WebSocketFrameCodec : IFrameCodec<WebSocketFrame>
{
    /// <summary>Octets of the longest header: two, eight of length, four of the key.</summary>
    public const int MaxHeaderLength = 14;

    /// <summary>Octets of a control frame's longest payload; §5.5.</summary>
    public const int MaxControlPayload = 125;

    internal const int Length16 = 126; // says that 16 bits of length follow
    internal const int Length64 = 127; // says that 64 do
    internal const byte Final = 0x80;
    internal const byte Masked = 0x80;

    internal const string ReservedBits = "the reserved bits must be 0, no extension was agreed to";
    internal const string ReservedOpcode = "the opcode must be 0 to 2 or 8 to 10";
    internal const string FragmentedControl = "a control frame must not be fragmented";
    internal const string LongControl = "the payload of a control frame must have 125 octets at most";
    internal const string NotMasked = "a client must mask its frames";
    internal const string IsMasked = "a server must not mask its frames";
    internal const string LongForm = "the length must be written in its shortest form";
    internal const string HighBit = "the highest bit of the length must be 0";
    internal const string TooLong = "the payload must not be longer than the limit";

    private readonly int _maxPayload;
    private readonly bool _expectsMask;

    /// <summary>A codec for what this side receives.</summary>
    /// <param name="role">This side: a server's peer must mask, a client's must not.</param>
    /// <param name="maxPayload">Octets of the longest payload of a frame, 125 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The payload is below its range.</exception>
    public WebSocketFrameCodec(WebSocketRole role, int maxPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPayload, MaxControlPayload);
        _maxPayload = maxPayload;
        _expectsMask = role == WebSocketRole.Server;
    }

    /// <summary>The close code that belongs to a breach: 1009 for a payload that is too long, otherwise 1002; none unless malformed.</summary>
    public static WebSocketCloseCode CloseCodeOf(FrameStatus status) => status.Kind != FrameStatusKind.Malformed
        ? WebSocketCloseCode.None
        : ReferenceEquals(status.Rule, TooLong) ? WebSocketCloseCode.MessageTooBig : WebSocketCloseCode.ProtocolError;

    /// <inheritdoc/>
    [HotPath]
    public FrameStatus Decode(ReadOnlySpan<byte> octets, out WebSocketFrame frame)
    {
        frame = default;
        FrameStatus status = DecodeHeader(octets, out WebSocketFrameHeader header);
        if (status.Kind != FrameStatusKind.Complete)
            return status;

        int length = status.Consumed + header.PayloadLength;
        if (length < 0)
            return FrameStatus.Malformed(2, TooLong); // a span could not hold it
        if (octets.Length < length)
            return FrameStatus.Incomplete(length);
        frame = new WebSocketFrame(header, octets[status.Consumed..length]);
        return FrameStatus.Complete(length);
    }

    /// <summary>Reads a header alone, for payloads that are taken as they come.</summary>
    /// <param name="octets">What was received and not yet consumed.</param>
    /// <param name="header">The header when the status is complete, otherwise default.</param>
    /// <returns>Complete with the octets of the header; each rule is judged as soon as its octets are there.</returns>
    [HotPath]
    public FrameStatus DecodeHeader(ReadOnlySpan<byte> octets, out WebSocketFrameHeader header)
    {
        header = default;
        if (octets.IsEmpty)
            return FrameStatus.Incomplete(2);
        if (RuleBrokenBy(octets[0]) is { } rule)
            return FrameStatus.Malformed(0, rule);
        if (octets.Length < 2)
            return FrameStatus.Incomplete(2);

        var opcode = (WebSocketOpcode)(octets[0] & 0x0F);
        bool masked = (octets[1] & Masked) != 0;
        if (masked != _expectsMask)
            return FrameStatus.Malformed(1, masked ? IsMasked : NotMasked);

        int form = octets[1] & 0x7F;
        if (form > MaxControlPayload && IsControl(opcode))
            return FrameStatus.Malformed(1, LongControl);

        int offset = form < Length16 ? 2 : form == Length16 ? 4 : 10;
        int headerLength = offset + (masked ? 4 : 0);
        if (octets.Length < offset)
            return FrameStatus.Incomplete(headerLength);
        ulong length = form < Length16 ? (ulong)form : form == Length16 ? BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) : BinaryPrimitives.ReadUInt64BigEndian(octets[2..]);
        if (form >= Length16 && RuleBrokenBy(length, form) is { } lengthRule)
            return FrameStatus.Malformed(2, lengthRule);
        if (length > (ulong)_maxPayload)
            return FrameStatus.Malformed(form < Length16 ? 1 : 2, TooLong);
        if (octets.Length < headerLength)
            return FrameStatus.Incomplete(headerLength);

        uint key = masked ? MemoryMarshal.Read<uint>(octets[offset..]) : 0;
        header = new WebSocketFrameHeader(opcode, (octets[0] & Final) != 0, masked, key, (int)length);
        return FrameStatus.Complete(headerLength);
    }

    internal static bool IsControl(WebSocketOpcode opcode) => opcode >= WebSocketOpcode.Close;

    private static string? RuleBrokenBy(byte first)
    {
        if ((first & 0x70) != 0)
            return ReservedBits;
        int opcode = first & 0x0F;
        if (opcode is > 2 and < 8 or > 10)
            return ReservedOpcode;
        return opcode >= 8 && (first & Final) == 0 ? FragmentedControl : null;
    }

    private static string? RuleBrokenBy(ulong length, int form)
    {
        if (form == Length16)
            return length < Length16 ? LongForm : null;
        if (length > long.MaxValue)
            return HighBit;
        return length <= ushort.MaxValue ? LongForm : null;
    }
}
