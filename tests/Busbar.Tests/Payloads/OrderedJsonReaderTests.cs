using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Testing;

namespace Busbar.Tests.Payloads;

/// <summary>What is read in its order is what the reader of any form reads; what is written in another way is left to that one.</summary>
public sealed class OrderedJsonReaderTests
{
    private delegate bool Ordered<T>(ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out T value);

    private delegate bool General<T>(ref JsonPayloadReader reader, out T value);

    [Theory]
    [InlineData("0", 0d)]
    [InlineData("-0", -0d)]
    [InlineData("7", 7d)]
    [InlineData("-1.5", -1.5d)]
    [InlineData("0.1", 0.1d)]
    [InlineData("-0.007", -0.007d)]
    [InlineData("123456789012345", 123456789012345d)]
    [InlineData("12345678901.234", 12345678901.234d)]
    public void TryRead_DoubleOfFewDigits_IsTaken(string number, double expected)
    {
        Assert.Equal(Bits(expected), Bits(Taken<double>(number, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out double value) => reader.TryRead(name, out value))));
        Assert.Equal(Bits(expected), Bits(Taken<double>(" " + number, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out double value) => reader.TryRead(name, out value))));
    }

    [Theory]
    [InlineData("true")]
    [InlineData(" false")]
    public void TryRead_TruthValue_IsTaken(string text) =>
        Assert.Equal(text == "true", Taken<bool>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out bool value) => reader.TryRead(name, out value)));

    [Fact]
    public void TryRead_IntegersUpToTheirLimits_AreTaken()
    {
        Assert.Equal(-128, Taken<sbyte>("-128", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out sbyte value) => reader.TryRead(name, out value)));
        Assert.Equal(255, Taken<byte>("255", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out byte value) => reader.TryRead(name, out value)));
        Assert.Equal(-32768, Taken<short>("-32768", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out short value) => reader.TryRead(name, out value)));
        Assert.Equal(65535, Taken<ushort>("65535", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out ushort value) => reader.TryRead(name, out value)));
        Assert.Equal(int.MinValue, Taken<int>("-2147483648", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out int value) => reader.TryRead(name, out value)));
        Assert.Equal(uint.MaxValue, Taken<uint>("4294967295", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out uint value) => reader.TryRead(name, out value)));
        Assert.Equal(-999_999_999_999_999_999, Taken<long>("-999999999999999999", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out long value) => reader.TryRead(name, out value)));
        Assert.Equal(999_999_999_999_999_999UL, Taken<ulong>("999999999999999999", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out ulong value) => reader.TryRead(name, out value)));
        Assert.Equal(41.7f, Taken<float>("41.7", (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out float value) => reader.TryRead(name, out value)));
    }

    [Theory]
    [InlineData("""{"x":1,"y":2}""", true)]
    [InlineData("""{"x": 1, "y": 2}""", true)]
    [InlineData("""{ "x": 1,"y":2}""", true)]
    [InlineData("", false)]
    [InlineData("}", false)]
    [InlineData("""{"x":1}""", false)]
    [InlineData("""{"y":2,"x":1}""", false)]
    [InlineData("""{"x":1,"y":2""", false)]
    [InlineData("""{"x":1,"y":2,}""", false)]
    [InlineData("""{"x":1,"y":2} """, false)]
    [InlineData("""{"x":1,"y":2}}""", false)]
    [InlineData("""{"x":1,"y":2,"x":3}""", false)]
    [InlineData("""{"x" :1,"y":2}""", false)]
    [InlineData("""{"x":  1,"y":2}""", false)]
    [InlineData("""{"x":1 ,"y":2}""", false)]
    [InlineData("""{"x":01,"y":2}""", false)]
    [InlineData("""{"x":1.,"y":2}""", false)]
    [InlineData("""{"x":.5,"y":2}""", false)]
    [InlineData("""{"x":-,"y":2}""", false)]
    [InlineData("""{"x":+1,"y":2}""", false)]
    [InlineData("""{"x":1e1,"y":2}""", false)]
    [InlineData("""{"x":"1","y":2}""", false)]
    [InlineData("""{"x":null,"y":2}""", false)]
    [InlineData("""[1,2]""", false)]
    public void TryRead_TwoMembers_AreTakenInTheirOrderAlone(string text, bool isTaken)
    {
        var reader = new OrderedJsonReader(Encoding.UTF8.GetBytes(text));

        bool isRead = reader.TryRead("{\"x\":"u8, out double x) && reader.TryRead(",\"y\":"u8, out double y) && reader.IsAtEnd && (x, y) == (1, 2);

        Assert.Equal(isTaken, isRead);
    }

    [Fact]
    public void WhatIsTaken_OfAnyText_IsWhatTheReaderOfAnyFormTakes()
    {
        var texts = new JsonTexts(20261121);
        int taken = 0;
        for (int i = 0; i < 40_000; i++)
        {
            byte[] text = i % 2 == 0 ? Number(texts.Random) : texts.Damaged(Number(texts.Random));
            taken += Same<bool>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out bool value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out bool value) => reader.TryRead(out value));
            taken += Same<sbyte>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out sbyte value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out sbyte value) => reader.TryRead(out value));
            taken += Same<byte>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out byte value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out byte value) => reader.TryRead(out value));
            taken += Same<short>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out short value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out short value) => reader.TryRead(out value));
            taken += Same<ushort>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out ushort value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out ushort value) => reader.TryRead(out value));
            taken += Same<int>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out int value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out int value) => reader.TryRead(out value));
            taken += Same<uint>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out uint value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out uint value) => reader.TryRead(out value));
            taken += Same<long>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out long value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out long value) => reader.TryRead(out value));
            taken += Same<ulong>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out ulong value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out ulong value) => reader.TryRead(out value));
            taken += Same<float>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out float value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out float value) => reader.TryRead(out value));
            taken += Same<double>(text, (ref OrderedJsonReader reader, ReadOnlySpan<byte> name, out double value) => reader.TryRead(name, out value), (ref JsonPayloadReader reader, out double value) => reader.TryRead(out value));
        }

        Assert.InRange(taken, 60_000, 40_000 * 11);
    }

    [Fact]
    public void Reading_AllocatesNothing()
    {
        byte[] text = """{"x":-41.75,"y": true}"""u8.ToArray();

        Assert.Equal(0, Allocations.OfThisThread(() =>
        {
            var reader = new OrderedJsonReader(text);
            Assert.True(reader.TryRead("{\"x\":"u8, out double _) && reader.TryRead(",\"y\":"u8, out bool _) && reader.IsAtEnd);
        }));
    }

    private static T Taken<T>(string value, Ordered<T> read)
    {
        var reader = new OrderedJsonReader(Encoding.UTF8.GetBytes($"{{\"x\":{value}}}"));
        Assert.True(read(ref reader, "{\"x\":"u8, out T result) && reader.IsAtEnd);
        return result;
    }

    /// <returns>1 when it was taken.</returns>
    private static int Same<T>(byte[] text, Ordered<T> ordered, General<T> general)
    {
        var reader = new OrderedJsonReader(text);
        if (!ordered(ref reader, "{\"x\":"u8, out T value) || !reader.IsAtEnd)
            return 0;
        var whole = new JsonPayloadReader(text);
        try
        {
            Assert.True(whole.Read() && whole.StartObject() && whole.ReadMember() && whole.IsMember("x"u8) && general(ref whole, out T same) && Bits(value) == Bits(same) && !whole.ReadMember() && !whole.Read(), Encoding.UTF8.GetString(text.AsSpan()));
        }
        catch (JsonException exception)
        {
            Assert.Fail($"{Encoding.UTF8.GetString(text.AsSpan())}: {exception.Message}");
        }

        return 1;
    }

    /// <summary>So that -0 is not 0.</summary>
    private static string Bits<T>(T value) => value is double number
        ? BitConverter.DoubleToUInt64Bits(number).ToString("X", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static byte[] Number(Random random)
    {
        string text = random.Next(8) == 0
            ? random.Next(2) == 0 ? "true" : "false"
            : (random.Next(3) == 0 ? "-" : "") + Digits(random) + (random.Next(2) == 0 ? "" : "." + Digits(random)) + (random.Next(8) == 0 ? "e" + Digits(random) : "");
        return Encoding.UTF8.GetBytes($"{{\"x\":{(random.Next(4) == 0 ? " " : "")}{text}}}");
    }

    private static string Digits(Random random) => string.Concat(Enumerable.Range(0, random.Next(6) == 0 ? random.Next(25) : random.Next(1, 5)).Select(_ => random.Next(10)));
}
