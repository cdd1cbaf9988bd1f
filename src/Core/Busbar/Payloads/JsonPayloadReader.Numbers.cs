using System.Buffers.Text;
using System.Text.Json;

namespace Busbar;

public ref partial struct JsonPayloadReader
{
    private const int LongestInteger = 20; // digits and sign of a 64-bit integer

    /// <summary>True or false.</summary>
    public bool TryRead(out bool value)
    {
        value = _json.TokenType == JsonTokenType.True;
        return value || _json.TokenType == JsonTokenType.False || Refuse("true or false");
    }

    /// <summary>An integer from -128 to 127.</summary>
    public bool TryRead(out sbyte value)
    {
        bool isThere = TryReadInteger(sbyte.MinValue, sbyte.MaxValue, out long number);
        value = (sbyte)number;
        return isThere || Refuse("an integer from -128 to 127");
    }

    /// <summary>An integer from 0 to 255.</summary>
    public bool TryRead(out byte value)
    {
        bool isThere = TryReadInteger(byte.MaxValue, out ulong number);
        value = (byte)number;
        return isThere || Refuse("an integer from 0 to 255");
    }

    /// <summary>An integer from -32768 to 32767.</summary>
    public bool TryRead(out short value)
    {
        bool isThere = TryReadInteger(short.MinValue, short.MaxValue, out long number);
        value = (short)number;
        return isThere || Refuse("an integer from -32768 to 32767");
    }

    /// <summary>An integer from 0 to 65535.</summary>
    public bool TryRead(out ushort value)
    {
        bool isThere = TryReadInteger(ushort.MaxValue, out ulong number);
        value = (ushort)number;
        return isThere || Refuse("an integer from 0 to 65535");
    }

    /// <summary>An integer of 32 bits.</summary>
    public bool TryRead(out int value)
    {
        bool isThere = TryReadInteger(int.MinValue, int.MaxValue, out long number);
        value = (int)number;
        return isThere || Refuse("an integer from -2147483648 to 2147483647");
    }

    /// <summary>An integer of 32 bits without a sign.</summary>
    public bool TryRead(out uint value)
    {
        bool isThere = TryReadInteger(uint.MaxValue, out ulong number);
        value = (uint)number;
        return isThere || Refuse("an integer from 0 to 4294967295");
    }

    /// <summary>An integer of 64 bits, as a number or, as <see cref="JsonNumber"/> writes those beyond 2^53, as a string.</summary>
    public bool TryRead(out long value) => (IsNumber && _json.TryGet(out value)) || TryReadText(out value) || Refuse("an integer from -9223372036854775808 to 9223372036854775807");

    /// <summary>An integer of 64 bits without a sign, as a number or, as <see cref="JsonNumber"/> writes those beyond 2^53, as a string.</summary>
    public bool TryRead(out ulong value) => (IsNumber && _json.TryGet(out value)) || TryReadText(out value) || Refuse("an integer from 0 to 18446744073709551615");

    /// <summary>A number that a binary32 holds, rounded to the nearest; one that would become infinite is refused.</summary>
    public bool TryRead(out float value)
    {
        value = 0;
        return (IsNumber && (_json.TryGetExact(out value) || (_json.TryGet(out value) && float.IsFinite(value)))) || Refuse("a number up to 3.4e38");
    }

    /// <summary>A number that a binary64 holds, rounded to the nearest; one that would become infinite is refused.</summary>
    public bool TryRead(out double value)
    {
        value = 0;
        return (IsNumber && (_json.TryGetExact(out value) || (_json.TryGet(out value) && double.IsFinite(value)))) || Refuse("a number");
    }

    /// <summary>A number that a decimal holds.</summary>
    public bool TryRead(out decimal value)
    {
        value = 0;
        return (IsNumber && _json.Whole().TryGetDecimal(out value)) || Refuse("a number up to 7.9e28");
    }

    private readonly bool TryReadInteger(long least, long most, out long value)
    {
        value = 0;
        if (!IsNumber || !_json.TryGet(out long number) || number < least || number > most)
            return false;
        value = number;
        return true;
    }

    /// <summary>One without a sign, so that -0 is none.</summary>
    private readonly bool TryReadInteger(ulong most, out ulong value)
    {
        value = 0;
        if (!IsNumber || !_json.TryGet(out ulong number) || number > most)
            return false;
        value = number;
        return true;
    }

    private readonly bool TryReadText(out long value)
    {
        Span<byte> text = stackalloc byte[LongestInteger];
        value = 0;
        return TryCopyText(text, out int length) && Utf8Parser.TryParse(text[..length], out value, out int used) && used == length;
    }

    private readonly bool TryReadText(out ulong value)
    {
        Span<byte> text = stackalloc byte[LongestInteger];
        value = 0;
        return TryCopyText(text, out int length) && Utf8Parser.TryParse(text[..length], out value, out int used) && used == length;
    }
}
