using System.Globalization;
using System.Numerics;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>Any integer format into any integer type that holds the number, and numbers into floats.</summary>
public sealed class NumberTests
{
    /// <summary>Every number in every format that can carry it.</summary>
    public static TheoryData<string, string> Integers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Int128 number in Numbers())
            {
                foreach (string octets in FormatsOf(number))
                    data.Add(octets, number.ToString(CultureInfo.InvariantCulture));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Integers))]
    public void Integer_IsReadIntoEachTypeThatHoldsIt_AndIsOutOfRangeForTheOthers(string octets, string text)
    {
        byte[] whole = Hex.Parse(octets);
        Int128 number = Int128.Parse(text, CultureInfo.InvariantCulture);

        Check<sbyte>(whole, number, static (ref reader, out value) => reader.TryReadSByte(out value));
        Check<byte>(whole, number, static (ref reader, out value) => reader.TryReadByte(out value));
        Check<short>(whole, number, static (ref reader, out value) => reader.TryReadInt16(out value));
        Check<ushort>(whole, number, static (ref reader, out value) => reader.TryReadUInt16(out value));
        Check<int>(whole, number, static (ref reader, out value) => reader.TryReadInt32(out value));
        Check<uint>(whole, number, static (ref reader, out value) => reader.TryReadUInt32(out value));
        Check<long>(whole, number, static (ref reader, out value) => reader.TryReadInt64(out value));
        Check<ulong>(whole, number, static (ref reader, out value) => reader.TryReadUInt64(out value));
    }

    [Theory]
    [MemberData(nameof(Integers))]
    public void Integer_IsReadAsAFloatThatHoldsItExactly(string octets, string text)
    {
        byte[] whole = Hex.Parse(octets);
        Int128 number = Int128.Parse(text, CultureInfo.InvariantCulture);
        var asDouble = new MessagePackReader(whole);
        var asSingle = new MessagePackReader(whole);

        bool isDouble = asDouble.TryReadDouble(out double value);
        bool isSingle = asSingle.TryReadSingle(out float single);

        Assert.Equal((Int128)(double)number == number, isDouble);
        Assert.Equal((Int128)(float)number == number, isSingle);
        Assert.Equal(isDouble ? (double)number : 0, value);
        Assert.Equal(isSingle ? (float)number : 0, single);
        if (!isDouble)
            Assert.Equal(new MessagePackError(MessagePackStatus.OutOfRange, 0, MessagePackType.Float, MessagePackType.Integer), asDouble.Error);
    }

    [Theory]
    [InlineData("CB 4044D9999999999A", 41.7f)] // rounded to the nearest
    [InlineData("CB 47EFFFFFE0000000", float.MaxValue)]
    [InlineData("CB 7FF0000000000000", float.PositiveInfinity)]
    [InlineData("CB FFF0000000000000", float.NegativeInfinity)]
    [InlineData("CB 7FF8000000000000", float.NaN)]
    [InlineData("CA 4226CCCD", 41.7f)]
    [InlineData("FF", -1f)]
    public void Single_TakesADoubleRounded(string octets, float expected)
    {
        var reader = new MessagePackReader(Hex.Parse(octets));

        Assert.True(reader.TryReadSingle(out float value));
        Assert.Equal(expected, value);
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("CB 47F0000000000000")] // 2^128
    [InlineData("CB FFEFFFFFFFFFFFFF")]
    public void Single_ThatADoubleWouldMakeInfinite_IsOutOfRange(string octets)
    {
        var reader = new MessagePackReader(Hex.Parse(octets));

        Assert.False(reader.TryReadSingle(out _));
        Assert.Equal((MessagePackStatus.OutOfRange, 0L), (reader.Error.Status, reader.Consumed));
    }

    [Fact]
    public void Integer_IsNotReadFromAFloat()
    {
        var reader = new MessagePackReader(Hex.Parse("CB 3FF0000000000000"));

        Assert.False(reader.TryReadInt64(out _));
        Assert.Equal(new MessagePackError(MessagePackStatus.WrongType, 0, MessagePackType.Integer, MessagePackType.Float), reader.Error);
    }

    private delegate bool Read<T>(ref MessagePackReader reader, out T value);

    private static void Check<T>(byte[] octets, Int128 number, Read<T> read)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        bool fits = number >= Int128.CreateChecked(T.MinValue) && number <= Int128.CreateChecked(T.MaxValue);
        var reader = new MessagePackReader(octets);

        Assert.Equal(fits, read(ref reader, out T value));
        Assert.Equal(fits ? number : 0, Int128.CreateChecked(value));
        Assert.Equal(fits ? octets.Length : 0, reader.Consumed);
        if (!fits)
            Assert.Equal(new MessagePackError(MessagePackStatus.OutOfRange, 0, MessagePackType.Integer, MessagePackType.Integer), reader.Error);
    }

    private static SortedSet<Int128> Numbers()
    {
        var numbers = new SortedSet<Int128> { 0, -32, -33, ulong.MaxValue };
        foreach (int bits in new[] { 5, 7, 8, 15, 16, 24, 31, 32, 53, 63, 64 })
        {
            foreach (int offset in new[] { -1, 0, 1 })
            {
                numbers.Add(((Int128)1 << bits) + offset);
                numbers.Add(-((Int128)1 << bits) + offset);
            }
        }

        numbers.RemoveWhere(number => number < long.MinValue || number > ulong.MaxValue);
        return numbers;
    }

    private static IEnumerable<string> FormatsOf(Int128 number)
    {
        string digits = ((UInt128)number).ToString("X32", CultureInfo.InvariantCulture);
        if (number >= -32 && number <= 127)
            yield return digits[^2..];
        foreach ((string format, int bits) in new[] { ("CC", 8), ("CD", 16), ("CE", 32), ("CF", 64) })
        {
            if (number >= 0 && number < (Int128)1 << bits)
                yield return format + digits[^(bits / 4)..];
        }

        foreach ((string format, int bits) in new[] { ("D0", 8), ("D1", 16), ("D2", 32), ("D3", 64) })
        {
            if (number >= -((Int128)1 << (bits - 1)) && number < (Int128)1 << (bits - 1))
                yield return format + digits[^(bits / 4)..];
        }
    }
}
