namespace Busbar.Messaging;

/// <summary>Integers from 0 to 2^63 - 1 in one to nine octets: seven bits each, the lowest first, the highest bit set where one more follows.</summary>
internal static class Varint
{
    public const int MaxLength = 9;

    /// <summary>Octets that it takes.</summary>
    public static int LengthOf(long value)
    {
        int length = 1;
        for (ulong left = (ulong)value >> 7; left != 0; left >>= 7)
            length++;
        return length;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Octets written.</returns>
    [HotPath]
    public static int Write(Span<byte> to, long value)
    {
        int position = 0;
        var left = (ulong)value;
        while (left >= 0x80)
        {
            to[position++] = (byte)(left | 0x80);
            left >>= 7;
        }

        to[position++] = (byte)left;
        return position;
    }

    /// <summary>Reads one and moves on.</summary>
    /// <returns>False when it ends too early or is too long; <paramref name="octets"/> are as they were then.</returns>
    [HotPath]
    public static bool TryRead(ref ReadOnlySpan<byte> octets, out long value)
    {
        ReadOnlySpan<byte> from = octets;
        value = 0;
        for (int i = 0; i < MaxLength && i < from.Length; i++)
        {
            value |= (long)(from[i] & 0x7F) << (7 * i);
            if (from[i] >= 0x80)
                continue;
            octets = from[(i + 1)..];
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Reads octets that their length stands before.</summary>
    /// <param name="from">What is left to be read.</param>
    /// <param name="octets">A view of them; empty when there are none.</param>
    /// <param name="rest">What is left behind them; all of it when there are none.</param>
    /// <returns>False when they end too early.</returns>
    [HotPath]
    public static bool TryReadOctets(ReadOnlySpan<byte> from, out ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> behind = from;
        if (!TryRead(ref behind, out long length) || length > behind.Length)
        {
            octets = default;
            rest = from;
            return false;
        }

        octets = behind[..(int)length];
        rest = behind[(int)length..];
        return true;
    }
}
