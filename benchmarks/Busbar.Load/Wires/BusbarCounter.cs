using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>Counts messages in frames that hold many, and acknowledges as often as the wire asks for: after 64 messages or 64 KiB.</summary>
/// <param name="payloadLength">Octets of each payload.</param>
/// <param name="frame">Makes a text frame.</param>
internal sealed class BusbarCounter(int payloadLength, BusbarCounter.FrameWriter frame) : MessageCounter
{
    private const int LongestHead = 160; // of an object of messages, before the first one
    private const int LongestFrame = 100; // of a message, around its payload
    private const int MessagesUnacknowledged = 64;
    private const int OctetsUnacknowledged = 64 * 1024;

    private int _frameLeft; // of an object of messages that has begun
    private long _position; // of the message that came last
    private long _acknowledged;

    public delegate byte[] FrameWriter(ReadOnlySpan<byte> text);

    public override int Read(ReadOnlySpan<byte> octets)
    {
        int consumed = 0;
        int taken;
        do
        {
            taken = _frameLeft > 0 ? TakeMessage(octets[consumed..]) : BeginFrame(octets[consumed..]);
            consumed += taken;
        }
        while (taken > 0);
        return consumed;
    }

    public override void Answer(Socket socket)
    {
        long open = _position - _acknowledged;
        if (open < MessagesUnacknowledged && open * payloadLength < OctetsUnacknowledged)
            return;
        _acknowledged = _position;
        socket.Send(frame(Encoding.ASCII.GetBytes($"{{\"type\":\"ack\",\"position\":{_position}}}")));
    }

    private int BeginFrame(ReadOnlySpan<byte> octets)
    {
        if (!TryReadHeader(octets, out int header, out int length) || octets.Length < header + Math.Min(length, LongestHead))
            return 0;
        ReadOnlySpan<byte> head = octets.Slice(header, Math.Min(length, LongestHead));
        ReadOnlySpan<byte> begin = "{\"type\":\"messages\",\"position\":"u8;
        if (octets[0] != 0x81 || !head.StartsWith(begin))
            return octets.Length < header + length ? 0 : header + length; // another object, or a ping
        if (!Utf8Parser.TryParse(head[begin.Length..], out long position, out int _))
            throw new InvalidDataException("Messages have no position.");
        ReadOnlySpan<byte> end = "\"messages\":["u8;
        int first = head.IndexOf(end) + end.Length;
        _position = position - 1;
        _frameLeft = length - first;
        return header + first;
    }

    private int TakeMessage(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Math.Min(_frameLeft, payloadLength + LongestFrame))
            return 0;
        int value = octets.IndexOf((byte)'"'); // only numbers stand before it
        Take(octets[value..]);
        _position++;
        int end = value + payloadLength;
        end += octets[end..].IndexOf((byte)']') + 1;
        int taken = octets[end] == ',' ? end + 1 : end + 2;
        _frameLeft -= taken;
        return taken;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> octets, out int header, out int length)
    {
        (header, length) = (2, 0);
        if (octets.Length < 2)
            return false;
        header = octets[1] switch { 126 => 4, 127 => 10, _ => 2 };
        if (octets.Length < header)
            return false;
        length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            10 => (int)BinaryPrimitives.ReadUInt64BigEndian(octets[2..]),
            _ => octets[1],
        };
        return true;
    }
}
