using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>RFC 6455 from the client's side.</summary>
internal abstract class WebSocketWire : Wire
{
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>The upgrade.</summary>
    protected static void Upgrade(Socket socket, string path, string? subprotocol = null)
    {
        string offer = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        socket.Send(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{offer}"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        Span<byte> status = stackalloc byte[12];
        ReadExactly(socket, status);
        if (!status.SequenceEqual("HTTP/1.1 101"u8))
            throw new InvalidDataException($"The upgrade was answered \"{Encoding.ASCII.GetString(status)}\".");
        ReadUntil(socket, "\r\n\r\n"u8);
    }

    /// <summary>A masked text.</summary>
    protected static byte[] Text(ReadOnlySpan<byte> text)
    {
        byte[] frame = [0x81, .. text.Length < 126 ? (ReadOnlySpan<byte>)[(byte)(text.Length | 0x80)] : [126 | 0x80, (byte)(text.Length >> 8), (byte)text.Length], .. Mask, .. text];
        Span<byte> payload = frame.AsSpan(frame.Length - text.Length);
        for (int i = 0; i < payload.Length; i++)
            payload[i] ^= Mask[i & 3];
        return frame;
    }

    /// <summary>A publish whose number stands somewhere in a masked text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numberOffset">Where in it.</param>
    protected static PublishTemplate Template(ReadOnlySpan<byte> text, int numberOffset)
    {
        byte[] frame = Text(text);
        Span<byte> mask = stackalloc byte[SequenceText.Length];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = Mask[(numberOffset + i) & 3];
        return new PublishTemplate(frame, frame.Length - text.Length + numberOffset, BinaryPrimitives.ReadUInt64BigEndian(mask));
    }

    /// <summary>Reads one frame of the server.</summary>
    protected static byte[] ReadFrame(Socket socket)
    {
        Span<byte> head = stackalloc byte[2];
        ReadExactly(socket, head);
        int length = head[1];
        if (length == 126)
        {
            ReadExactly(socket, head);
            length = BinaryPrimitives.ReadUInt16BigEndian(head);
        }

        byte[] payload = new byte[length];
        ReadExactly(socket, payload);
        return payload;
    }
}
