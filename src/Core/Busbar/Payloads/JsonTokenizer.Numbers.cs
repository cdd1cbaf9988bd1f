using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Busbar;

internal ref partial struct JsonTokenizer
{
    private const int MostDigits = 19; // that 64 bits hold, whichever they are

    private const int MostExponent = 999; // beyond it only that it is large matters

    private const ulong ExactIntegers = 1UL << 53; // up to it a binary64 is exact

    private const ulong ExactSingles = 1UL << 24; // and a binary32

    private enum NumberForm : byte
    {
        /// <summary>An integer whose digits are the mantissa.</summary>
        Integer,

        /// <summary>A mantissa and a power of ten.</summary>
        Scaled,

        /// <summary>Too many digits.</summary>
        Long,
    }

    // Those of which a binary64 is exact, so that one multiplication or division rounds once.
    internal static ReadOnlySpan<double> Powers => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    // The same of a binary32.
    internal static ReadOnlySpan<float> SinglePowers => [1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f];

    private readonly bool IsNegative => _text[_start] == '-';

    public readonly bool TryGet(out long value)
    {
        if (_form != NumberForm.Integer)
            return TryParseLong(out value);
        bool isNegative = IsNegative;
        bool isInRange = _mantissa <= (isNegative ? 1UL << 63 : long.MaxValue);
        value = !isInRange ? 0 : isNegative ? -(long)_mantissa : (long)_mantissa;
        return isInRange;
    }

    public readonly bool TryGet(out ulong value)
    {
        if (_form != NumberForm.Integer)
            return TryParseLong(out value);
        bool isNegative = IsNegative;
        value = isNegative ? 0 : _mantissa;
        return !isNegative;
    }

    /// <summary>Rounded to the nearest, which may be infinite.</summary>
    public readonly bool TryGet(out double value) =>
        TryGetExact(out value) || (Utf8Parser.TryParse(ValueSpan, out value, out int used) && used == _end - _start);

    /// <inheritdoc cref="TryGet(out double)"/>
    public readonly bool TryGet(out float value) =>
        TryGetExact(out value) || (Utf8Parser.TryParse(ValueSpan, out value, out int used) && used == _end - _start);

    /// <summary>Where mantissa and power of ten are both exact, so that their quotient or product is rounded once.</summary>
    public readonly bool TryGetExact(out double value)
    {
        bool isExact = IsExact(ExactIntegers, Powers.Length);
        value = isExact ? Scaled(_mantissa, Powers) : 0;
        return isExact;
    }

    /// <inheritdoc cref="TryGetExact(out double)"/>
    public readonly bool TryGetExact(out float value)
    {
        bool isExact = IsExact(ExactSingles, SinglePowers.Length);
        value = isExact ? Scaled(_mantissa, SinglePowers) : 0;
        return isExact;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsExact(ulong mostMantissa, int powers) =>
        _form != NumberForm.Long && _mantissa <= mostMantissa && (uint)(_scale + powers - 1) <= 2 * ((uint)powers - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T Scaled<T>(T mantissa, ReadOnlySpan<T> powers)
        where T : struct, IFloatingPoint<T>
    {
        int scale = _scale;
        T number = scale < 0 ? mantissa / powers[-scale] : mantissa * powers[scale];
        return IsNegative ? -number : number;
    }

    private readonly bool TryParseLong(out long value)
    {
        value = 0;
        return _form == NumberForm.Long && Utf8Parser.TryParse(ValueSpan, out value, out int used) && used == _end - _start;
    }

    private readonly bool TryParseLong(out ulong value)
    {
        value = 0;
        return _form == NumberForm.Long && Utf8Parser.TryParse(ValueSpan, out value, out int used) && used == _end - _start;
    }

    /// <summary>RFC 8259, 6: no leading zeros, a digit on both sides of the point, a digit in the exponent.</summary>
    private bool ReadNumber(byte first)
    {
        ReadOnlySpan<byte> text = _text;
        int position = first == '-' ? _start + 1 : _start;
        int digits = position;
        ulong mantissa = 0;
        if ((uint)position < (uint)text.Length && text[position] == '0')
            position++;
        else
            position = ShortJsonNumber.PassDigits(text, position, ref mantissa);
        digits = position - digits;
        if (digits == 0)
            Throw();

        int scale = 0;
        NumberForm form = NumberForm.Integer;
        if ((uint)position < (uint)text.Length && text[position] == '.')
        {
            int point = position++;
            position = ShortJsonNumber.PassDigits(text, position, ref mantissa);
            scale = point + 1 - position;
            digits -= scale;
            form = NumberForm.Scaled;
            if (scale == 0)
                Throw();
        }

        if ((uint)position < (uint)text.Length && (text[position] | 0x20) == 'e')
        {
            position = PassExponent(position, ref scale);
            form = NumberForm.Scaled;
        }

        _mantissa = mantissa;
        _scale = scale;
        _form = digits > MostDigits ? NumberForm.Long : form;
        if ((uint)position >= (uint)text.Length)
            EndAtEnd(position);
        else if (!IsDelimiter(text[position]))
            Throw();
        return Accept(JsonTokenType.Number, position);
    }

    private readonly int PassExponent(int position, ref int scale)
    {
        ReadOnlySpan<byte> text = _text;
        position++;
        bool isNegative = position < text.Length && text[position] == '-';
        if (isNegative || (position < text.Length && text[position] == '+'))
            position++;
        int start = position;
        int exponent = 0;
        for (; position < text.Length && char.IsAsciiDigit((char)text[position]); position++)
            exponent = Math.Min((exponent * 10) + (text[position] - '0'), MostExponent);
        if (position == start)
            Throw();
        scale += isNegative ? -exponent : exponent;
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDelimiter(byte octet) =>
        octet is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/';

    /// <summary>A number may end the text only where it is all of it.</summary>
    private void EndAtEnd(int position)
    {
        if (_depth == 0)
            return;
        _position = position;
        Throw();
    }
}
