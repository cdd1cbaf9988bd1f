using System.Globalization;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>
/// Numbers as UTF-8 text that reads back as the same bits, whatever the culture. What the field sends is mostly a decimal of few
/// places: such a value is an integer divided by a power of ten, and printing that integer is four times as fast as searching for
/// the shortest text. Allocates nothing.
/// </summary>
public static class Utf8Number
{
    /// <summary>Octets that the longest number takes; a destination of this size always suffices.</summary>
    public const int MaxLength = 32;

    private const double Scale = 1e6;
    private const int Places = 6;
    private const double Exact = 9e15; // below 2^53: every integer up to here is exact

    // In binary32 the quotient of an exact integer and an exact power of ten is the nearest float to that decimal, which is what
    // a reader of the text computes; 10^3 and 10^6 (= 2^6 · 15625) are exact.
    private const float ShortScale = 1e3f;
    private const float LongScale = 1e6f;
    private const float ExactSingle = 16_777_216f; // 2^24

    private const uint ShortFactor = 1_000; // 10^(Places - 3): from three places to six

    // "00" to "99"
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes a binary64: <c>41.7</c>, <c>-0</c>, <c>1E-07</c>; NaN and infinities as <c>NaN</c> and <c>Infinity</c>.</summary>
    /// <returns>False when <paramref name="destination"/> is too short; nothing is written then that counts.</returns>
    public static bool TryFormat(double value, Span<byte> destination, out int written)
    {
        double rounded = Math.Round(value * Scale);
        // Infinities and NaN fail the second comparison, the zeros the third: the sign of -0 would be lost.
        if (rounded / Scale == value && Math.Abs(rounded) < Exact && rounded != 0 && destination.Length >= MaxLength)
        {
            written = WriteScaled((long)rounded, destination);
            return true;
        }

        return TryFormatSlowly(value, destination, out written);
    }

    /// <summary>Writes a binary32 as one: 41.7f is <c>41.7</c>, not <c>41.70000076293945</c>.</summary>
    /// <inheritdoc cref="TryFormat(double, Span{byte}, out int)"/>
    public static bool TryFormat(float value, Span<byte> destination, out int written)
    {
        if (destination.Length >= MaxLength)
        {
            float rounded = MathF.Round(value * ShortScale);
            if (rounded / ShortScale == value && MathF.Abs(rounded) <= ExactSingle && rounded != 0)
            {
                written = WriteScaled((long)rounded * ShortFactor, destination);
                return true;
            }

            rounded = MathF.Round(value * LongScale);
            if (rounded / LongScale == value && MathF.Abs(rounded) <= ExactSingle && rounded != 0)
            {
                written = WriteScaled((long)rounded, destination);
                return true;
            }
        }

        return TryFormatSlowly(value, destination, out written);
    }

    /// <summary>Writes a signed integer.</summary>
    /// <inheritdoc cref="TryFormat(double, Span{byte}, out int)"/>
    public static bool TryFormat(long value, Span<byte> destination, out int written)
    {
        if (value >= 0 || destination.Length < MaxLength)
            return value.TryFormat(destination, out written, default, CultureInfo.InvariantCulture);

        destination[0] = (byte)'-'; // by hand: the sign is the culture's otherwise, which costs a look-up
        ((ulong)-value).TryFormat(destination[1..], out written, default, CultureInfo.InvariantCulture);
        written++;
        return true;
    }

    /// <summary>Writes an unsigned integer.</summary>
    /// <inheritdoc cref="TryFormat(double, Span{byte}, out int)"/>
    public static bool TryFormat(ulong value, Span<byte> destination, out int written) =>
        value.TryFormat(destination, out written, default, CultureInfo.InvariantCulture);

    /// <summary>Writes an integer that counts millionths as a decimal, exactly: 1,500,000 is <c>1.5</c>. Nanoseconds become milliseconds so.</summary>
    /// <inheritdoc cref="TryFormat(double, Span{byte}, out int)"/>
    public static bool TryFormatMillionths(long millionths, Span<byte> destination, out int written)
    {
        if (destination.Length >= MaxLength)
        {
            written = WriteScaled(millionths, destination);
            return true;
        }

        Span<byte> text = stackalloc byte[MaxLength];
        int length = WriteScaled(millionths, text);
        written = text[..length].TryCopyTo(destination) ? length : 0;
        return written != 0;
    }

    // A number of millionths; the destination holds at least MaxLength octets.
    private static int WriteScaled(long millionths, Span<byte> destination)
    {
        int start = 0;
        if (millionths < 0)
        {
            destination[0] = (byte)'-';
            start = 1;
            millionths = -millionths;
        }

        ulong whole = (ulong)millionths / 1_000_000;
        uint fraction = (uint)((ulong)millionths - (whole * 1_000_000));
        int length;
        if (whole < 10)
        {
            destination[start] = (byte)('0' + whole);
            length = 1;
        }
        else
        {
            whole.TryFormat(destination[start..], out length, default, CultureInfo.InvariantCulture);
        }

        int end = start + length;
        return fraction == 0 ? end : end + WriteFraction(fraction, destination[end..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteFraction(uint fraction, Span<byte> destination)
    {
        uint high = fraction / 10_000;
        uint low = fraction - (high * 10_000);
        uint middle = low / 100;
        low -= middle * 100;
        destination[0] = (byte)'.';
        Pairs.Slice((int)high * 2, 2).CopyTo(destination[1..]);
        Pairs.Slice((int)middle * 2, 2).CopyTo(destination[3..]);
        Pairs.Slice((int)low * 2, 2).CopyTo(destination[5..]);

        int length = Places + 1;
        while (destination[length - 1] == (byte)'0')
            length--;
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryFormatSlowly(double value, Span<byte> destination, out int written) =>
        BitConverter.DoubleToUInt64Bits(value) == 0
            ? TryFormatZero(destination, out written)
            : value.TryFormat(destination, out written, default, CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryFormatSlowly(float value, Span<byte> destination, out int written) =>
        BitConverter.SingleToUInt32Bits(value) == 0
            ? TryFormatZero(destination, out written)
            : value.TryFormat(destination, out written, default, CultureInfo.InvariantCulture);

    private static bool TryFormatZero(Span<byte> destination, out int written)
    {
        written = destination.IsEmpty ? 0 : 1;
        if (written != 0)
            destination[0] = (byte)'0';
        return written != 0;
    }
}
