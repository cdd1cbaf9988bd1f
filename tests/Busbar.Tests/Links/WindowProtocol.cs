using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>
/// A protocol made for testing the link with what Modbus has not: a window, acknowledgements, unsolicited frames, keep-alives.
/// A frame is a type, a number (u32) and a value (u32), big-endian.
/// </summary>
internal static class WindowProtocol
{
    public const int FrameLength = 9;
    public const byte Data = 1; // number: sender's sequence; value: payload; to be acknowledged
    public const byte Acknowledge = 2; // number: the last sequence received
    public const byte Event = 3; // number: sender's own count; nobody asked for it
    public const byte KeepAlive = 4;

    public static void Write(SessionOutput output, byte type, uint number, uint value)
    {
        Span<byte> frame = output.GetSpan(FrameLength);
        frame[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], number);
        BinaryPrimitives.WriteUInt32BigEndian(frame[5..], value);
        output.Advance(FrameLength);
        output.EndFrame();
    }

    public static byte[] Frame(byte type, uint number, uint value)
    {
        var frame = new byte[FrameLength];
        frame[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), number);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(5), value);
        return frame;
    }
}
