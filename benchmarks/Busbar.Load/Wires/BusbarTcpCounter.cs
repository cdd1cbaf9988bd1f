using System.Buffers.Binary;
using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>Counts messages in frames that hold many, and acknowledges as often as the wire asks for: after 64 messages or 64 KiB.</summary>
/// <param name="payloadLength">Octets of each payload.</param>
internal sealed class BusbarTcpCounter(int payloadLength) : MessageCounter
{
    private const int FrameHead = 5;
    private const int LongestHead = 8 + 9 + 9; // position, skipped, dropped
    private const int LongestMessageHead = 100;
    private const int HasSender = 1 << 2;
    private const int MessagesUnacknowledged = 64;
    private const int OctetsUnacknowledged = 64 * 1024;

    private readonly byte[] _acknowledgement = BusbarTcpWire.Frame('A', new byte[sizeof(long)]);
    private int _frameLeft; // of a frame of messages that has begun
    private long _position; // of the message that came last
    private long _acknowledged;

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
        BinaryPrimitives.WriteInt64LittleEndian(_acknowledgement.AsSpan(FrameHead), _position);
        socket.Send(_acknowledgement);
    }

    private int BeginFrame(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < FrameHead)
            return 0;
        int length = BinaryPrimitives.ReadInt32LittleEndian(octets) - 1; // of the body
        if (octets[4] != 'M')
            return octets.Length < FrameHead + length ? 0 : FrameHead + length;
        if (octets.Length < FrameHead + Math.Min(length, LongestHead))
            return 0;
        _position = BinaryPrimitives.ReadInt64LittleEndian(octets[FrameHead..]) - 1;
        int head = FrameHead + sizeof(long);
        head += VarintLength(octets[head..]);
        head += VarintLength(octets[head..]);
        _frameLeft = FrameHead + length - head;
        return head;
    }

    private int TakeMessage(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Math.Min(_frameLeft, payloadLength + LongestMessageHead))
            return 0;
        int at = VarintLength(octets);
        at += VarintLength(octets[at..]) + sizeof(long);
        bool hasSender = (octets[at++] & HasSender) != 0;
        if (hasSender)
            at += octets[at] + 1;
        at += VarintLength(octets[at..]);
        Take(octets[at..]);
        _position++;
        _frameLeft -= at + payloadLength;
        return at + payloadLength;
    }

    private static int VarintLength(ReadOnlySpan<byte> octets)
    {
        int length = 1;
        while (octets[length - 1] >= 0x80)
            length++;
        return length;
    }
}
