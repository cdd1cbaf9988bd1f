using System.Numerics;
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
        int end = TakeApart(text, start, MostExactDigits, out bool isNegative, out long mantissa, out int decimals);
        value = Quotient(mantissa, JsonTokenizer.Powers, decimals, isNegative);
        return end;
    }

    /// <inheritdoc cref="End(ReadOnlySpan{byte}, int, out double)"/>
    public static int End(ReadOnlySpan<byte> text, int start, out float value)
    {
        int end = TakeApart(text, start, MostExactSingleDigits, out bool isNegative, out long mantissa, out int decimals);
        value = Quotient(mantissa, JsonTokenizer.SinglePowers, decimals, isNegative);
        return end;
    }

    /// <summary>Sign, digits without the point, and how many of them stand behind it; all nothing when it is no number or has too many digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeApart(ReadOnlySpan<byte> text, int start, int mostDigits, out bool isNegative, out long mantissa, out int decimals)
    {
        int first = PassSign(text, start, out isNegative);
        ulong number = 0;
        int end = PassDigits(text, first, ref number);
        bool isNumber = IsInteger(text, first, end);
        int fraction = 0;
        if (isNumber && (uint)end < (uint)text.Length && text[end] == '.')
        {
            int point = end;
            end = PassDigits(text, point + 1, ref number);
            fraction = end - point - 1;
            isNumber = fraction > 0;
        }

        if (isNumber && end - first <= mostDigits)
        {
            mantissa = (long)number;
            decimals = fraction;
            return end;
        }

        isNegative = false;
        mantissa = 0;
        decimals = 0;
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quotient<T>(T mantissa, ReadOnlySpan<T> powers, int decimals, bool isNegative)
        where T : struct, IFloatingPoint<T>
    {
        T number = decimals > 0 ? mantissa / powers[decimals] : mantissa;
        return isNegative ? -number : number;
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

    /// <summary>Goes on behind the digits that stand here, and takes them; what 64 bits do not hold is lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PassDigits(ReadOnlySpan<byte> text, int position, ref ulong number)
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
