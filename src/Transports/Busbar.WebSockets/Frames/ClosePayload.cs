using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Busbar.WebSockets;

/// <summary>What stands in a close frame: nothing, or a code of two octets and a description of UTF-8; RFC 6455 §5.5.1, §7.4.</summary>
internal static class ClosePayload
{
    /// <summary>Octets of the longest description.</summary>
    public const int MaxDescription = WebSocketFrameCodec.MaxControlPayload - 2;

    /// <summary>Reads a received payload.</summary>
    /// <returns>The code to fail with and the rule that was broken; none and null when it is right.</returns>
    public static (WebSocketCloseCode Code, string? Rule) Read(ReadOnlySpan<byte> payload, out WebSocketCloseCode code, out string description)
    {
        code = WebSocketCloseCode.NoStatusReceived;
        description = "";
        if (payload.IsEmpty)
            return default;
        if (payload.Length == 1)
            return (WebSocketCloseCode.ProtocolError, "a close frame must have no payload or a code of two octets");

        code = (WebSocketCloseCode)BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
            return (WebSocketCloseCode.ProtocolError, "the code of a close frame must be one that may be sent");
        if (!Utf8.IsValid(payload[2..]))
            return (WebSocketCloseCode.InvalidPayloadData, "the description of a close frame must be UTF-8");
        description = Encoding.UTF8.GetString(payload[2..]);
        return default;
    }

    /// <summary>Writes a payload; a description that is too long is cut before a character.</summary>
    /// <param name="destination">125 octets.</param>
    /// <param name="code">One that may be sent, or <see cref="WebSocketCloseCode.NoStatusReceived"/> for an empty payload.</param>
    /// <param name="description">Why, for people.</param>
    /// <returns>Octets written.</returns>
    public static int Write(Span<byte> destination, WebSocketCloseCode code, ReadOnlySpan<char> description)
    {
        if (code == WebSocketCloseCode.NoStatusReceived)
            return 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
        Utf8.FromUtf16(description, destination.Slice(2, MaxDescription), out _, out int written); // stops before what does not fit
        return 2 + written;
    }

    /// <summary>Whether a code may stand in a close frame: those of the standard, of IANA's register, of libraries and of applications.</summary>
    public static bool MayBeSent(WebSocketCloseCode code) => (int)code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;
}
