using System.Buffers.Binary;
using System.Buffers.Text;

namespace Busbar.Load;

/// <summary>The number of a message as it stands in its payload: eight digits behind the opening quote.</summary>
internal static class SequenceText
{
    public const int Offset = 1;
    public const int Length = 8;

    private const ulong Zeros = 0x3030303030303030;

    /// <summary>The payload of that length: a JSON string, so that the same octets go through every server.</summary>
    public static byte[] Payload(int length)
    {
        byte[] payload = new byte[length];
        payload.AsSpan().Fill((byte)'x');
        payload[0] = payload[^1] = (byte)'"';
        Write(payload.AsSpan(Offset), 0);
        return payload;
    }

    public static void Write(Span<byte> to, long number)
    {
        ulong text = Zeros;
        for (int i = 0; i < Length; i++, number /= 10)
            text += (ulong)(number % 10) << (8 * i);
        BinaryPrimitives.WriteUInt64BigEndian(to, text);
    }

    public static long Read(ReadOnlySpan<byte> from) =>
        Utf8Parser.TryParse(from[..Length], out long number, out _) ? number : throw new InvalidDataException("A message has no number.");

    /// <summary>The text of the next number; both read as eight octets, the first digit highest.</summary>
    public static ulong Next(ulong text)
    {
        if ((text & 0xFF) < '9')
            return text + 1;
        Span<byte> digits = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(digits, text);
        Write(digits, Read(digits) + 1);
        return BinaryPrimitives.ReadUInt64BigEndian(digits);
    }

    public static ulong First => Zeros;
}
