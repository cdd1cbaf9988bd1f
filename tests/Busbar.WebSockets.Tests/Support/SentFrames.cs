using System.Buffers.Binary;
using System.Text;

namespace Busbar.WebSockets.Tests.Support;

/// <summary>Reads what the code under test sent, by hand: <c>text 5 hello</c>, <c>pong 0 </c>, <c>close 1002</c>. Long payloads are cut.</summary>
internal static class SentFrames
{
    public static List<string> Read(ReadOnlySpan<byte> octets, bool isMasked)
    {
        var frames = new List<string>();
        while (!octets.IsEmpty)
            frames.Add(ReadOne(ref octets, isMasked));
        return frames;
    }

    /// <summary>How many whole frames there are.</summary>
    public static int Count(ReadOnlySpan<byte> octets)
    {
        int count = 0;
        while (octets.Length >= 2)
        {
            int form = octets[1] & 0x7F;
            int offset = (form < 126 ? 2 : form == 126 ? 4 : 10) + ((octets[1] & 0x80) == 0 ? 0 : 4);
            if (octets.Length < offset)
                break;
            int length = form < 126 ? form : form == 126 ? BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) : (int)BinaryPrimitives.ReadInt64BigEndian(octets[2..]);
            if (octets.Length < offset + length)
                break;
            octets = octets[(offset + length)..];
            count++;
        }

        return count;
    }

    public static string Describe(int opcode, ReadOnlySpan<byte> payload) => opcode switch
    {
        1 => $"text {payload.Length} {Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, 40)])}",
        2 => $"binary {payload.Length} {Convert.ToHexString(payload[..Math.Min(payload.Length, 20)])}",
        8 => payload.IsEmpty ? "close" : $"close {BinaryPrimitives.ReadUInt16BigEndian(payload)}",
        9 => $"ping {payload.Length} {Convert.ToHexString(payload)}",
        10 => $"pong {payload.Length} {Convert.ToHexString(payload)}",
        _ => $"opcode {opcode} {payload.Length}",
    };

    private static string ReadOne(ref ReadOnlySpan<byte> octets, bool isMasked)
    {
        Assert.Equal(0x80, octets[0] & 0xF0);
        Assert.Equal(isMasked, (octets[1] & 0x80) != 0);
        int form = octets[1] & 0x7F;
        int offset = form < 126 ? 2 : form == 126 ? 4 : 10;
        int length = form < 126 ? form : form == 126 ? BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) : (int)BinaryPrimitives.ReadInt64BigEndian(octets[2..]);
        byte[] payload;
        if (isMasked)
        {
            byte[] key = octets.Slice(offset, 4).ToArray();
            offset += 4;
            payload = [.. octets.Slice(offset, length).ToArray().Select((octet, i) => (byte)(octet ^ key[i & 3]))];
        }
        else
        {
            payload = octets.Slice(offset, length).ToArray();
        }

        string frame = Describe(octets[0] & 0x0F, payload);
        octets = octets[(offset + length)..];
        return frame;
    }
}
