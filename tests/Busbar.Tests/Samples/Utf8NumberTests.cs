using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Busbar.Tests.Samples;

public class Utf8NumberTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2); // for each kind of input; millions of values on any machine

    [Fact]
    public void TryFormat_RandomBitsOfADouble_ReadBackTheSame() => RoundTripDoubles(1, random => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));

    [Fact]
    public void TryFormat_DecimalDouble_ReadsBackTheSame() => RoundTripDoubles(2, random => random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) / Math.Pow(10, random.Next(0, 12)));

    [Fact]
    public void TryFormat_NeighbourOfADecimalDouble_ReadsBackTheSame() => RoundTripDoubles(3, random =>
    {
        double value = random.NextInt64(-10_000_000_000_000_000, 10_000_000_000_000_000) / 1e6;
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + random.Next(-2, 3));
    });

    [Fact]
    public void TryFormat_RandomBitsOfASingle_ReadBackTheSame() => RoundTripSingles(4, random => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));

    [Fact]
    public void TryFormat_DecimalSingle_ReadsBackTheSame() => RoundTripSingles(5, random => (float)(random.Next(-20_000_000, 20_000_000) / Math.Pow(10, random.Next(0, 9))));

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(9_007_199_254.740992)]
    [InlineData(8_999_999_999.999999)]
    [InlineData(9_000_000_000)]
    [InlineData(0.000001)]
    [InlineData(999_999.999999)]
    public void TryFormat_EdgesOfTheShortPath_ReadBackTheSame(double value)
    {
        Span<byte> text = stackalloc byte[Utf8Number.MaxLength];

        AssertReadsBack(value, text);
        AssertReadsBack(-value, text);
        AssertReadsBack((float)value, text);
        AssertReadsBack((float)-value, text);
    }

    [Fact]
    public void TryFormat_EverySingleOfThreePlaces_IsAsShortAsTheShortest()
    {
        Span<byte> text = stackalloc byte[Utf8Number.MaxLength];
        for (int i = -99_999; i <= 99_999; i++)
        {
            float value = i / 1e3f;
            Assert.True(Utf8Number.TryFormat(value, text, out int written));
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(text[..written]));
        }
    }

    [Fact]
    public void TryFormat_DestinationTooShort_IsFalse()
    {
        Assert.False(Utf8Number.TryFormat(41.75, new byte[4], out _));
        Assert.True(Utf8Number.TryFormat(41.75, new byte[5], out int written));
        Assert.Equal(5, written);
        Assert.False(Utf8Number.TryFormat(41.75f, new byte[4], out _));
        Assert.False(Utf8Number.TryFormat(-10L, new byte[2], out _));
        Assert.False(Utf8Number.TryFormat(100UL, new byte[2], out _));
        Assert.False(Utf8Number.TryFormat(0.0, [], out _));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void TryFormat_Integer_ReadsBackTheSame(long value)
    {
        Span<byte> text = stackalloc byte[Utf8Number.MaxLength];

        Assert.True(Utf8Number.TryFormat(value, text, out int written));

        Assert.Equal(value, long.Parse(text[..written], CultureInfo.InvariantCulture));
    }

    private static void RoundTripDoubles(int seed, Func<Random, double> next)
    {
        var random = new Random(seed);
        Span<byte> text = stackalloc byte[Utf8Number.MaxLength];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3_000_000 && (i % 1024 != 0 || Stopwatch.GetElapsedTime(start) < Budget); i++)
            AssertReadsBack(next(random), text);
    }

    private static void RoundTripSingles(int seed, Func<Random, float> next)
    {
        var random = new Random(seed);
        Span<byte> text = stackalloc byte[Utf8Number.MaxLength];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3_000_000 && (i % 1024 != 0 || Stopwatch.GetElapsedTime(start) < Budget); i++)
            AssertReadsBack(next(random), text);
    }

    private static void AssertReadsBack(double value, Span<byte> text)
    {
        if (!Utf8Number.TryFormat(value, text, out int written) || !Same(value, double.Parse(text[..written], CultureInfo.InvariantCulture)))
            Assert.Fail($"{value:R} was written as \"{Encoding.UTF8.GetString(text[..written])}\"");
    }

    private static void AssertReadsBack(float value, Span<byte> text)
    {
        if (!Utf8Number.TryFormat(value, text, out int written) || !Same(value, float.Parse(text[..written], CultureInfo.InvariantCulture)))
            Assert.Fail($"{value:R} (single) was written as \"{Encoding.UTF8.GetString(text[..written])}\"");
    }

    // NaN has many bit patterns and one text.
    private static bool Same(double left, double right) => double.IsNaN(left) ? double.IsNaN(right) : BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    private static bool Same(float left, float right) => float.IsNaN(left) ? float.IsNaN(right) : BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right);
}
