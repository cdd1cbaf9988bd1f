using System.Buffers;

namespace Busbar.Messaging;

/// <summary>UTF-8 text as a JSON string; RFC 8259, 7. Allocates nothing.</summary>
internal static class EscapedText
{
    // What may not stand in a string as it is.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Octets it takes, with its quotes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> utf8)
    {
        int length = utf8.Length + 2;
        for (int next = utf8.IndexOfAny(Escaped); next >= 0; next = utf8.IndexOfAny(Escaped))
        {
            length = checked(length + (utf8[next] < ' ' ? 5 : 1));
            utf8 = utf8[(next + 1)..];
        }

        return length;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Octets written: <see cref="LengthOf"/>.</returns>
    public static int Write(ReadOnlySpan<byte> utf8, Span<byte> to)
    {
        int position = 0;
        to[position++] = (byte)'"';
        while (!utf8.IsEmpty)
        {
            int next = utf8.IndexOfAny(Escaped);
            int plain = next < 0 ? utf8.Length : next;
            utf8[..plain].CopyTo(to[position..]);
            position += plain;
            if (next < 0)
                break;
            position += Escape(utf8[next], to[position..]);
            utf8 = utf8[(next + 1)..];
        }

        to[position++] = (byte)'"';
        return position;
    }

    private static int Escape(byte octet, Span<byte> to)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        ReadOnlySpan<byte> escape = octet >= ' ' ? [(byte)'\\', octet] : [(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[octet >> 4], digits[octet & 0xF]];
        escape.CopyTo(to);
        return escape.Length;
    }
}
