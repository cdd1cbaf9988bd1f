using System.Buffers.Binary;
using System.Text;

namespace Busbar.WebSockets.Tests.Support;

/// <summary>A frame as a peer may send it, right or wrong; written by hand, not by the code under test.</summary>
internal sealed record TestFrame(int Opcode, byte[] Payload, bool IsFinal = true, int ReservedBits = 0)
{
    private static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D]; // RFC 6455 §5.7

    public static TestFrame Text(string text, bool isFinal = true) => new(1, Encoding.UTF8.GetBytes(text), isFinal);

    public static TestFrame Text(byte[] octets, bool isFinal = true) => new(1, octets, isFinal);

    public static TestFrame Binary(byte[] octets, bool isFinal = true) => new(2, octets, isFinal);

    public static TestFrame More(string text, bool isFinal) => new(0, Encoding.UTF8.GetBytes(text), isFinal);

    public static TestFrame More(byte[] octets, bool isFinal) => new(0, octets, isFinal);

    public static TestFrame Ping(string text = "") => new(9, Encoding.UTF8.GetBytes(text));

    public static TestFrame Pong(string text = "") => new(10, Encoding.UTF8.GetBytes(text));

    public static TestFrame Close(int code, string description = "") => new(8, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(description)]);

    public static TestFrame CloseRaw(params byte[] payload) => new(8, payload);

    public byte[] ToOctets(bool isMasked)
    {
        var octets = new List<byte> { (byte)((IsFinal ? 0x80 : 0) | (ReservedBits << 4) | Opcode) };
        int mask = isMasked ? 0x80 : 0;
        byte[] wide = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(wide, Payload.Length);
        if (Payload.Length < 126)
            octets.Add((byte)(mask | Payload.Length));
        else if (Payload.Length < 65_536)
            octets.AddRange([(byte)(mask | 126), .. wide[6..]]);
        else
            octets.AddRange([(byte)(mask | 127), .. wide]);
        if (!isMasked)
            return [.. octets, .. Payload];
        return [.. octets, .. Key, .. Payload.Select((octet, i) => (byte)(octet ^ Key[i & 3]))];
    }
}
