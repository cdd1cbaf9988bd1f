using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busbar.Tests.Payloads;

/// <summary>Token by token beside the reader of the framework: the same tokens, places, values, and the same texts refused at the same octet.</summary>
public sealed class JsonTokenizerTests
{
    private const int Texts = 50_000; // of each seed: half as they should be, half damaged

    [Theory]
    [InlineData(20261121)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomText_WholeOrDamaged_InOneOrSeveralPieces_IsReadAsTheFrameworkReadsIt(int seed)
    {
        var texts = new JsonTexts(seed);
        int refused = 0;
        for (int i = 0; i < Texts; i++)
        {
            byte[] text = texts.Valid();
            if (i % 2 == 1)
                text = texts.Damaged(text);
            refused += AssertSame(text) ? 0 : 1;
            AssertSame(text, Pieces.Of(text, texts.Random));
        }

        Assert.InRange(refused, Texts / 10, Texts / 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1/")]
    [InlineData("1x")]
    [InlineData("[1")]
    [InlineData("[1.")]
    [InlineData("[1,]")]
    [InlineData("[1,")]
    [InlineData("[1, ")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{1:1}")]
    [InlineData("{'a':1}")]
    [InlineData("[1]//")]
    [InlineData("/**/1")]
    [InlineData("[1/**/]")]
    [InlineData("tru")]
    [InlineData("truex")]
    [InlineData("[truefalse]")]
    [InlineData("nul")]
    [InlineData("NaN")]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u123")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("\ufeff1")]
    [InlineData("[1]]")]
    [InlineData("1 1")]
    [InlineData("\u00a01")]
    [InlineData("[\f1]")]
    public void TextThatIsNoJson_IsRefusedAtTheSameOctet(string text) => Assert.False(AssertSame(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_IsTakenUpToSixtyFourLevels(int levels, bool isTaken)
    {
        string lists = new string('[', levels) + new string(']', levels);
        string objects = string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
        string both = string.Concat(Enumerable.Range(0, levels).Select(i => i % 3 == 0 ? "{\"a\":" : "["))
            + "1" + string.Concat(Enumerable.Range(0, levels).Reverse().Select(i => i % 3 == 0 ? "}" : "]"));

        Assert.All([lists, objects, both], text => Assert.Equal(isTaken, AssertSame(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Culture_ChangesNothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.True(AssertSame("[1.5,-2.25e3,1e-400,123456789012345678901.5]"u8.ToArray()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <returns>Whether it is JSON.</returns>
    private static bool AssertSame(byte[] text)
    {
        var expected = new Utf8JsonReader(text);
        var actual = new JsonTokenizer(text);
        while (true)
        {
            bool isToken = ReadOrNull(ref expected) is var read && read == true;
            bool? isSame = ReadOrNull(ref actual);
            if (read != isSame || expected.BytesConsumed != actual.BytesConsumed || (isToken && !IsSameToken(ref expected, ref actual)))
                Assert.Fail($"{Encoding.UTF8.GetString(text.AsSpan())} ({Convert.ToHexString(text)}): {read} {expected.TokenType} at {expected.BytesConsumed}, {isSame} {actual.TokenType} at {actual.BytesConsumed}");
            if (!isToken)
                return read is not null;
        }
    }

    private static bool IsSameToken(ref Utf8JsonReader expected, ref JsonTokenizer actual) =>
        expected.TokenType == actual.TokenType && expected.TokenStartIndex == actual.TokenStartIndex && expected.ValueIsEscaped == actual.ValueIsEscaped
        && expected.CurrentDepth + (expected.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) == actual.Depth
        && expected.ValueSpan.SequenceEqual(actual.ValueSpan) && (expected.TokenType != JsonTokenType.Number || IsSameNumber(ref expected, ref actual));

    private static bool IsSameNumber(ref Utf8JsonReader expected, ref JsonTokenizer actual) =>
        expected.TryGetInt64(out long signed) == actual.TryGet(out long ownSigned) && (!expected.TryGetInt64(out _) || signed == ownSigned)
        && expected.TryGetUInt64(out ulong unsigned) == actual.TryGet(out ulong ownUnsigned) && (!expected.TryGetUInt64(out _) || unsigned == ownUnsigned)
        && expected.TryGetDouble(out double wide) == actual.TryGet(out double ownWide) && BitConverter.DoubleToInt64Bits(wide) == BitConverter.DoubleToInt64Bits(ownWide)
        && expected.TryGetSingle(out float narrow) == actual.TryGet(out float ownNarrow) && BitConverter.SingleToInt32Bits(narrow) == BitConverter.SingleToInt32Bits(ownNarrow);

    /// <summary>The public reader over the pieces; the framework's has the whole, since over pieces of no octets it can fail with another exception.</summary>
    private static void AssertSame(byte[] text, ReadOnlySequence<byte> pieces)
    {
        var expected = new Utf8JsonReader(text);
        var actual = new JsonPayloadReader(pieces);
        while (true)
        {
            bool? read = ReadOrNull(ref expected);
            bool? own = ReadOrNull(ref actual);
            string? found = read == own ? read == true ? Difference(ref expected, ref actual) : null : $"{read} and {own}";
            if (found is not null)
                Assert.Fail($"{Encoding.UTF8.GetString(text.AsSpan())} ({Convert.ToHexString(text)}), {expected.TokenType} at {expected.TokenStartIndex}: {found}");
            if (read != true)
                return;
        }
    }

    private static string? Difference(ref Utf8JsonReader expected, ref JsonPayloadReader actual)
    {
        switch (expected.TokenType)
        {
            case JsonTokenType.StartObject:
                return actual.IsObject ? null : "no object";
            case JsonTokenType.StartArray:
                return actual.IsList ? null : "no list";
            case JsonTokenType.Null:
                return actual.IsNull ? null : "not null";
            case JsonTokenType.True or JsonTokenType.False:
                return actual.TryRead(out bool flag) && flag == (expected.TokenType == JsonTokenType.True) ? null : "another truth";
            case JsonTokenType.String:
                return StringOrNull(ref expected) == (actual.TryRead(out string text) ? text : null) ? null : "another text: " + text;
            case JsonTokenType.Number:
                bool isSame = (expected.TryGetSByte(out sbyte a) ? a : null) == (actual.TryRead(out sbyte a2) ? a2 : (sbyte?)null)
                    && (expected.TryGetByte(out byte b) ? b : null) == (actual.TryRead(out byte b2) ? b2 : (byte?)null)
                    && (expected.TryGetInt16(out short c) ? c : null) == (actual.TryRead(out short c2) ? c2 : (short?)null)
                    && (expected.TryGetUInt16(out ushort d) ? d : null) == (actual.TryRead(out ushort d2) ? d2 : (ushort?)null)
                    && (expected.TryGetInt32(out int e) ? e : null) == (actual.TryRead(out int e2) ? e2 : (int?)null)
                    && (expected.TryGetUInt32(out uint f) ? f : null) == (actual.TryRead(out uint f2) ? f2 : (uint?)null)
                    && (expected.TryGetInt64(out long g) ? g : null) == (actual.TryRead(out long g2) ? g2 : (long?)null)
                    && (expected.TryGetUInt64(out ulong h) ? h : null) == (actual.TryRead(out ulong h2) ? h2 : (ulong?)null)
                    && (expected.TryGetDecimal(out decimal i) ? i : null) == (actual.TryRead(out decimal i2) ? i2 : (decimal?)null)
                    && (expected.TryGetDouble(out double j) && double.IsFinite(j) ? j : null) == (actual.TryRead(out double j2) ? j2 : (double?)null)
                    && (expected.TryGetSingle(out float k) && float.IsFinite(k) ? k : null) == (actual.TryRead(out float k2) ? k2 : (float?)null);
                return isSame ? null : "another number";
            default:
                return actual.IsObject || actual.IsList || actual.IsNull || actual.IsNumber ? "another token" : null;
        }
    }

    private static string? StringOrNull(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool? ReadOrNull(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool? ReadOrNull(ref JsonTokenizer reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool? ReadOrNull(ref JsonPayloadReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
