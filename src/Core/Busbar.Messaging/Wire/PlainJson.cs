using System.Buffers;

namespace Busbar.Messaging;

/// <summary>Recognizes the JSON values that are seen best at a glance; of others it says nothing.</summary>
internal static class PlainJson
{
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static octet => (byte)octet), (byte)'"', (byte)'\\']);

    /// <summary>Whether it is a string without escapes, or a number.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    [HotPath]
    public static bool IsValue(ReadOnlySpan<byte> utf8) => utf8.Length > 0 && (utf8[0] == '"' ? IsString(utf8) : IsNumber(utf8));

    /// <summary>Octets of text before the first that ends a string, begins an escape or may not stand in one.</summary>
    [HotPath]
    public static int TextLength(ReadOnlySpan<byte> utf8) => utf8.IndexOfAny(NotPlain) is >= 0 and var length ? length : utf8.Length;

    private static bool IsString(ReadOnlySpan<byte> utf8) => utf8.Length >= 2 && utf8[^1] == '"' && TextLength(utf8[1..]) == utf8.Length - 2;

    /// <summary>RFC 8259 §6.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> rest = utf8[0] == '-' ? utf8[1..] : utf8;
        int digits = Digits(rest);
        if (digits == 0 || (digits > 1 && rest[0] == '0'))
            return false;
        rest = rest[digits..];
        if (rest is [(byte)'.', .. ReadOnlySpan<byte> fraction])
        {
            digits = Digits(fraction);
            if (digits == 0)
                return false;
            rest = fraction[digits..];
        }

        if (rest is [(byte)'e' or (byte)'E', .. ReadOnlySpan<byte> exponent])
        {
            rest = exponent is [(byte)'+' or (byte)'-', .. ReadOnlySpan<byte> unsigned] ? unsigned : exponent;
            return rest.Length > 0 && Digits(rest) == rest.Length;
        }

        return rest.IsEmpty;
    }

    private static int Digits(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var length ? length : utf8.Length;
}
