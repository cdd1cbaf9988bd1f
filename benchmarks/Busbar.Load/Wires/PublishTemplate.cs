using System.Buffers.Binary;

namespace Busbar.Load;

/// <summary>One publish as octets, made once; only the number in its payload changes.</summary>
/// <param name="octets">All of it, masked where the wire masks.</param>
/// <param name="numberOffset">Where the number stands.</param>
/// <param name="mask">What its eight octets are masked with, the first highest; 0 where nothing is masked.</param>
internal sealed class PublishTemplate(byte[] octets, int numberOffset, ulong mask = 0)
{
    public int Length => octets.Length;

    public void Write(Span<byte> to, long number)
    {
        octets.CopyTo(to);
        Span<byte> text = to[numberOffset..];
        SequenceText.Write(text, number);
        if (mask != 0)
            BinaryPrimitives.WriteUInt64BigEndian(text, BinaryPrimitives.ReadUInt64BigEndian(text) ^ mask);
    }
}
