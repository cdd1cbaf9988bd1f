using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>
/// Numbers in JSON (RFC 8259, 6) that have no exponent and so few digits that they are exact: read in one pass, with the place in a
/// register. What follows a number is not looked at, so that <c>1e5</c> ends behind its 1.
/// </summary>
internal static class ShortJsonNumber
{
    private const int MostDigits = 18; // that 64 bits hold, whichever they are and whatever the sign

    private const int MostExactDigits = 15; // that a binary64 holds, as it does the powers of ten up to there

    private const int MostExactSingleDigits = 7; // and a binary32

    /// <summary>An integer.</summary>
    /// <param name="text">What holds it.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="value">Its value; zero where it is none.</param>
    /// <returns>Where it ends; 0 when it is none, or too long.</returns>
    public static int End(ReadOnlySpan<byte> text, int start, out long value)
    {
        int first = PassSign(text, start, out bool isNegative);
        ulong number = 0;
        int end = PassDigits(text, first, ref number);
        value = 0;
        if (!IsInteger(text, first, end) || end - first > MostDigits)
            return 0;
        value = isNegative ? -(long)number : (long)number;
        return end;
    }

    /// <summary>A number. Mantissa and power of ten are exact, so that their quotient is rounded once, which is what every correct reader gives.</summary>
    /// <inheritdoc cref="End(ReadOnlySpan{byte}, int, out long)"/>
    public static int End(ReadOnlySpan<byte> text, int start, out double value)
    {
        value = 0;
        int first = PassSign(text, start, out bool isNegative);
        int end = TakeApart(text, first, out ulong mantissa, out int decimals);
        if (end == 0 || end - first > MostExactDigits)
            return 0;
        double number = (long)mantissa;
        if (decimals > 0)
            number /= JsonTokenizer.Powers[decimals];
        value = isNegative ? -number : number;
        return end;
    }

    /// <inheritdoc cref="End(ReadOnlySpan{byte}, int, out double)"/>
    public static int End(ReadOnlySpan<byte> text, int start, out float value)
    {
        value = 0;
        int first = PassSign(text, start, out bool isNegative);
        int end = TakeApart(text, first, out ulong mantissa, out int decimals);
        if (end == 0 || end - first > MostExactSingleDigits)
            return 0;
        float number = (long)mantissa;
        if (decimals > 0)
            number /= JsonTokenizer.SinglePowers[decimals];
        value = isNegative ? -number : number;
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeApart(ReadOnlySpan<byte> text, int first, out ulong mantissa, out int decimals)
    {
        mantissa = 0;
        decimals = 0;
        int end = PassDigits(text, first, ref mantissa);
        if (!IsInteger(text, first, end))
            return 0;
        if ((uint)end >= (uint)text.Length || text[end] != '.')
            return end;
        int fraction = end + 1;
        end = PassDigits(text, fraction, ref mantissa);
        decimals = end - fraction;
        return decimals > 0 ? end : 0;
    }

    /// <summary>One space.</summary>
    public static int PassSpace(ReadOnlySpan<byte> text, int start) => (uint)start < (uint)text.Length && text[start] == ' ' ? start + 1 : start;

    /// <summary>One space and a minus; both come before the digits in ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PassSign(ReadOnlySpan<byte> text, int start, out bool isNegative)
    {
        isNegative = false;
        if ((uint)start >= (uint)text.Length || text[start] >= '0')
            return start;
        int first = PassSpace(text, start);
        isNegative = (uint)first < (uint)text.Length && text[first] == '-';
        return isNegative ? first + 1 : first;
    }

    /// <summary>A digit at least, and no zero in front of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInteger(ReadOnlySpan<byte> text, int first, int end) => end == first + 1 || (end > first && text[first] != '0');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PassDigits(ReadOnlySpan<byte> text, int position, ref ulong number)
    {
        ulong digits = number;
        for (; (uint)position < (uint)text.Length; position++)
        {
            uint digit = (uint)(text[position] - '0');
            if (digit > 9)
                break;
            digits = (digits * 10) + digit;
        }

        number = digits;
        return position;
    }
}
