using System.Buffers;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>Text as a JSON string. Allocates nothing.</summary>
internal static class JsonText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>With its quotes; quote, backslash and control characters escaped, a lone surrogate replaced by U+FFFD.</summary>
    public static bool TryFormat(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (destination.IsEmpty)
            return false;
        destination[0] = (byte)'"';
        int position = 1;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(Escaped);
            ReadOnlySpan<char> run = plain < 0 ? text : text[..plain];
            if (Utf8.FromUtf16(run, destination[position..], out _, out int octets) != OperationStatus.Done)
                return false;
            position += octets;
            text = text[run.Length..];
            if (text.IsEmpty)
                break;

            if (!TryEscape(text[0], destination[position..], out octets))
                return false;
            position += octets;
            text = text[1..];
        }

        if (position == destination.Length)
            return false;
        destination[position] = (byte)'"';
        written = position + 1;
        return true;
    }

    private static bool TryEscape(char character, Span<byte> destination, out int written)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        ReadOnlySpan<byte> escape = character is '"' or '\\'
            ? [(byte)'\\', (byte)character]
            : [(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[character >> 4], digits[character & 0xF]];
        written = escape.Length;
        return escape.TryCopyTo(destination);
    }
}
