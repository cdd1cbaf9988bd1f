using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

public class SampleJsonTests
{
    private static readonly SeriesRegistry Registry = new();
    private static readonly Series Power = Registry.Group("feeder").Field("power");
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1767225600000);

    [Fact]
    public void Samples_AreWrittenAsThePageReadsThem()
    {
        Assert.Equal("[0,41.7,1767225600000]", Text(new Sample(Power, 41.7f, Time)));
        Assert.Equal("[0,41.7,1767225600000]", Text(new Sample(Power, 41.7, Time)));
        Assert.Equal("[0,41.7,1767225600000,192]", Text(new Sample(Power, 41.7, Time, Quality.Invalid | Quality.NotTopical)));
        Assert.Equal("[0,true,1767225600000.123]", Text(new Sample(Power, true, Time.AddTicks(1230))));
        Assert.Equal("[0,false,1767225600000]", Text(new Sample(Power, false, Time)));
        Assert.Equal("[0,null,1767225600000]", Text(new Sample(Power, double.NaN, Time)));
        Assert.Equal("[0,null,1767225600000]", Text(new Sample(Power, float.NegativeInfinity, Time)));
        Assert.Equal("[0,null,1767225600000,2048]", Text(Sample.WithoutValue(Power, Quality.NotConnected, UnixTime.ToNanoseconds(Time))));
        Assert.Equal("[0,-7,1767225600000]", Text(new Sample(Power, -7L, Time)));
        Assert.Equal("[0,\"a\\\"\\u000ab\\\\ é€😀\uFFFD\",1767225600000]", Text(new Sample(Power, "a\"\nb\\ é€😀\uD800", Time)));
    }

    [Fact]
    public void ASampleWithoutValue_IsFollowedByTheLastValue_AndTheLongestFits()
    {
        Sample longest = Sample.WithoutValue(Power, (Quality)0xFFFF, long.MinValue);
        Sample last = Sample.Received(Power, SampleKind.Double, BitConverter.DoubleToUInt64Bits(-1.2345678901234568E-300), long.MinValue);
        Span<byte> text = stackalloc byte[SampleJson.MaxLength];

        Assert.True(SampleJson.TryFormat(longest, last, text, out int written));
        Assert.Equal("[0,null,-9223372036854.775808,65535,-1.2345678901234568E-300,-9223372036854.775808]", Encoding.UTF8.GetString(text[..written]));
        Assert.True(written + int.MaxValue.ToString(CultureInfo.InvariantCulture).Length - 1 <= SampleJson.MaxLength);
        for (int length = 0; length < written; length++)
            Assert.False(SampleJson.TryFormat(longest, last, text[..length], out _));
    }

    [Theory]
    [InlineData(9007199254740992L, "9007199254740992")]
    [InlineData(9007199254740993L, "\"9007199254740993\"")]
    [InlineData(-9007199254740992L, "-9007199254740992")]
    [InlineData(long.MinValue, "\"-9223372036854775808\"")]
    public void IntegersBeyond2To53_AreStrings(long value, string expected) => Assert.Equal(expected, ValueText(new Sample(Power, value, Time)));

    [Fact]
    public void UnsignedIntegersBeyond2To53_AreStrings() =>
        Assert.Equal("\"18446744073709551615\"", ValueText(new Sample(Power, ulong.MaxValue, Time)));

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(1L, "0.000001")]
    [InlineData(-1L, "-0.000001")]
    [InlineData(1_000_000L, "1")]
    [InlineData(1_767_225_600_123_456_789L, "1767225600123.456789")]
    [InlineData(1_767_225_600_123_400_000L, "1767225600123.4")]
    [InlineData(-1_500_000L, "-1.5")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void Times_AreExactMilliseconds(long nanoseconds, string expected)
    {
        Span<byte> text = stackalloc byte[32];
        Assert.True(SampleJson.TryFormatTime(nanoseconds, text, out int written));
        Assert.Equal(expected, Encoding.UTF8.GetString(text[..written]));
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1234.000001, "-1234.000001")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(1.7976931348623157E+308, "1.7976931348623157E+308")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(8999999999.999998, "8999999999.999998")]
    [InlineData(123456789012345680.0, "1.2345678901234568E+17")]
    public void Doubles_AreTheShortestThatReadBack(double value, string expected) => Assert.Equal(expected, ValueText(new Sample(Power, value, Time)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("en-US")]
    public void RandomNumbers_ReadBackAsTheSame_UnderAnyCulture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var random = new Random(41);
            for (int i = 0; i < 20_000; i++)
            {
                double value = i % 2 == 0
                    ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))
                    : Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12)), random.Next(7));
                if (!double.IsFinite(value))
                    continue;
                Assert.Equal(value, JsonDocument.Parse(ValueText(new Sample(Power, value, Time))).RootElement.GetDouble());

                float single = i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)) : (float)value;
                if (!float.IsFinite(single))
                    continue;
                string text = ValueText(new Sample(Power, single, Time));
                Assert.Equal(single, JsonDocument.Parse(text).RootElement.GetSingle());
                Assert.True(text.Length <= single.ToString("R", CultureInfo.InvariantCulture).Length + 4, text);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ADestinationOfAnyTooSmallLength_IsRefusedAndNeverOverrun()
    {
        Sample[] samples =
        [
            new(Power, -41.123456, Time.AddTicks(1), Quality.Invalid), new(Power, float.MaxValue, Time), new(Power, long.MinValue, Time),
            new(Power, "a\"\u0001é€😀", Time), new(Power, true, Time), new(Power, double.NaN, Time),
        ];

        foreach (Sample sample in samples)
        {
            byte[] whole = Encoding.UTF8.GetBytes(Text(sample));
            for (int length = 0; length < whole.Length; length++)
                Assert.False(SampleJson.TryFormat(sample, new byte[length], out _));
            byte[] exact = new byte[whole.Length];
            Assert.True(SampleJson.TryFormat(sample, exact, out int written));
            Assert.Equal(whole, exact[..written]);
        }
    }

    private static string Text(Sample sample)
    {
        byte[] text = new byte[256];
        Assert.True(SampleJson.TryFormat(sample, text, out int written));
        return Encoding.UTF8.GetString(text.AsSpan(0, written));
    }

    private static string ValueText(Sample sample)
    {
        byte[] text = new byte[64];
        Assert.True(SampleJson.TryFormatValue(sample, text, out int written));
        return Encoding.UTF8.GetString(text.AsSpan(0, written));
    }
}
