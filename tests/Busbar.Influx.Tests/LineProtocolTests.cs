using System.Buffers;
using System.Globalization;
using System.Text;
using Busbar.Testing;

namespace Busbar.Influx.Tests;

public class LineProtocolTests
{
    private const long Time = Lines.Time;

    // Line protocol reference of InfluxDB 1.6 and 2: comma and space in measurements, also the equals sign in keys and tag values.
    [Theory]
    [InlineData("m", "k", "v", "f", "m,k=v f=1 ")]
    [InlineData("a,b c=d", "k", "v", "f", @"a\,b\ c=d,k=v f=1 ")]
    [InlineData("m", "a,b c=d", "v", "f", @"m,a\,b\ c\=d=v f=1 ")]
    [InlineData("m", "k", "a,b c=d", "f", @"m,k=a\,b\ c\=d f=1 ")]
    [InlineData("m", "k", "v", "a,b c=d", @"m,k=v a\,b\ c\=d=1 ")]
    [InlineData("m", "k", "v", "say \"hi\"", "m,k=v say\\ \"hi\"=1 ")]
    [InlineData(@"C:\dir", @"a\b", @"x\y", @"p\q", @"C:\dir,a\b=x\y p\q=1 ")]
    [InlineData(@"m\", @"k\", @"C:\\", @"f\", "m/,k/=C:// f/=1 ")]
    [InlineData(@"m\,", @"k\=", @"a\\ b", @"f\ x", @"m/\,,k/\==a//\ b f/\ x=1 ")]
    [InlineData("#m", "k", "v", "f", @"\#m,k=v f=1 ")]
    [InlineData("Zähler", "Größe", "é", "日本", "Zähler,Größe=é 日本=1 ")]
    public void Write_Names_AreEscaped(string measurement, string key, string value, string field, string expected)
    {
        Series series = Lines.Group(measurement, (key, value)).Field(field);

        Assert.Equal(expected + Time + "\n", Lines.Write(Lines.At(series, 1)));
    }

    [Fact]
    public void Write_Tags_AreSortedByKey()
    {
        Series series = Lines.Group("feeder", ("site", "north"), ("bay", "3")).Field("power");

        Assert.Equal($"feeder,bay=3,site=north power=41.7 {Time}\n", Lines.Write(Lines.At(series, 41.7)));
    }

    [Theory]
    [InlineData(41.7, "41.7")]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(1e21, "1E+21")]
    [InlineData(1234567.000001, "1234567.000001")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    public void Write_Double_IsItsShortText(double value, string expected) =>
        Assert.Equal($"m f={expected} {Time}\n", Lines.Write(Lines.At(Lines.Group("m").Field("f"), value)));

    [Theory]
    [InlineData(41.7f, "41.7")]
    [InlineData(-0.001f, "-0.001")]
    [InlineData(0.000125f, "0.000125")]
    [InlineData(16777216f, "16777216")]
    [InlineData(3.4028235E+38f, "3.4028235E+38")]
    public void Write_Single_StaysOne(float value, string expected) =>
        Assert.Equal($"m f={expected} {Time}\n", Lines.Write(Raw(SampleKind.Single, BitConverter.SingleToUInt32Bits(value))));

    [Theory]
    [InlineData(SampleKind.Int64, 0UL, "0i")]
    [InlineData(SampleKind.Int64, 0x8000_0000_0000_0000UL, "-9223372036854775808i")]
    [InlineData(SampleKind.Int64, ulong.MaxValue, "-1i")]
    [InlineData(SampleKind.UInt64, ulong.MaxValue, "18446744073709551615u")]
    [InlineData(SampleKind.Boolean, 1UL, "t")]
    [InlineData(SampleKind.Boolean, 0UL, "f")]
    public void Write_IntegersAndBooleans_CarryTheirType(SampleKind kind, ulong bits, string expected) =>
        Assert.Equal($"m f={expected} {Time}\n", Lines.Write(Raw(kind, bits)));

    [Fact]
    public void Write_UnsignedInVersion1_IsSignedWhereItFits()
    {
        string text = Lines.Write(InfluxVersion.V1, out LineProtocolResult result, Raw(SampleKind.UInt64, long.MaxValue), Raw(SampleKind.UInt64, 1UL << 63));

        Assert.Equal($"m f=9223372036854775807i {Time}\n", text);
        Assert.Equal(new LineProtocolResult(Lines: 1, Fields: 1, Rejected: 1), result);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("say \"hi\"", "say \\\"hi\\\"")]
    [InlineData(@"C:\dir\", @"C:\\dir\\")]
    [InlineData("two\nlines, a = b", "two\nlines, a = b")]
    [InlineData("grün 日本 😀", "grün 日本 😀")]
    public void Write_Text_IsQuotedAndEscaped(string value, string expected)
    {
        var sample = new Sample(Lines.Group("m").Field("f"), value, UnixTime.FromNanoseconds(Time));

        Assert.Equal($"m f=\"{expected}\" {Time / 100 * 100}\n", Lines.Write(sample));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Write_NotFinite_IsRejectedAndCounted(double value)
    {
        Series series = Lines.Group("m").Field("f");
        Sample single = Sample.Received(series, SampleKind.Single, BitConverter.SingleToUInt32Bits((float)value), Time);

        string text = Lines.Write(InfluxVersion.V2, out LineProtocolResult result, Lines.At(series, value), single);

        Assert.Equal("", text);
        Assert.Equal(new LineProtocolResult(Lines: 0, Fields: 0, Rejected: 2), result);
    }

    [Fact]
    public void Write_NotFiniteOfBadQuality_KeepsTheQuality()
    {
        string text = Lines.Write(InfluxVersion.V2, out LineProtocolResult result, Lines.At(Lines.Group("m").Field("f"), double.NaN, quality: Quality.Invalid));

        Assert.Equal($"m f_quality=128i {Time}\n", text);
        Assert.Equal(new LineProtocolResult(Lines: 1, Fields: 1, Rejected: 1), result);
    }

    [Fact]
    public void Write_DefaultSample_IsRejectedAndCounted()
    {
        string text = Lines.Write(InfluxVersion.V2, out LineProtocolResult result, default(Sample));

        Assert.Equal("", text);
        Assert.Equal(1, result.Rejected);
    }

    [Fact]
    public void Write_QualityNotGood_IsAFieldOfItsOwn() =>
        Assert.Equal($"m f\\ 1=2,f\\ 1_quality=64i {Time}\n", Lines.Write(Lines.At(Lines.Group("m").Field("f 1"), 2, quality: Quality.NotTopical)));

    [Theory]
    [InlineData(Quality.NotConnected, "2048i")]
    [InlineData(Quality.Good, "0i")]
    public void Write_NoValue_IsItsQualityAlone(Quality quality, string expected) =>
        Assert.Equal($"m f_quality={expected} {Time}\n", Lines.Write(Sample.WithoutValue(Lines.Group("m").Field("f"), quality, Time)));

    [Fact]
    public void Write_AdjacentOfOneGroupAndTime_AreOneLine()
    {
        SeriesGroup group = Lines.Group("m", ("k", "v"));
        SeriesGroup other = group.Registry.Group("n");
        Series a = group.Field("a"), b = group.Field("b"), c = other.Field("c");

        string text = Lines.Write(
            InfluxVersion.V2, out LineProtocolResult result,
            Lines.At(a, 1), Lines.At(b, 2, quality: Quality.Blocked), Lines.At(a, 3, Time + 1), Lines.At(c, 4, Time + 1), Lines.At(b, 5, Time + 1));

        Assert.Equal($"m,k=v a=1,b=2,b_quality=16i {Time}\nm,k=v a=3 {Time + 1}\nn c=4 {Time + 1}\nm,k=v b=5 {Time + 1}\n", text);
        Assert.Equal(new LineProtocolResult(Lines: 4, Fields: 6, Rejected: 0), result);
    }

    [Fact]
    public void Write_RejectedWithinALine_LeavesTheRest()
    {
        SeriesGroup group = Lines.Group("m");

        string text = Lines.Write(Lines.At(group.Field("a"), double.NaN), Lines.At(group.Field("b"), 2), Lines.At(group.Field("c"), double.NaN), Lines.At(group.Field("d"), 4));

        Assert.Equal($"m b=2,d=4 {Time}\n", text);
    }

    [Fact]
    public void Write_VeryManyFields_AreCutIntoLinesOfOneTime()
    {
        SeriesGroup group = Lines.Group("m");
        Sample[] samples = [.. Enumerable.Range(0, 1_300).Select(i => Lines.At(group.Field("f" + i.ToString(CultureInfo.InvariantCulture)), i))];

        string text = Lines.Write(InfluxVersion.V2, out LineProtocolResult result, samples);

        Assert.Equal(1_300, result.Fields);
        Assert.Equal(3, result.Lines);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.EndsWith($" {Time}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(TimestampPrecision.Nanoseconds, 1_999_999_999, "1999999999")]
    [InlineData(TimestampPrecision.Microseconds, 1_999_999_999, "1999999")]
    [InlineData(TimestampPrecision.Milliseconds, 1_999_999_999, "1999")]
    [InlineData(TimestampPrecision.Seconds, 1_999_999_999, "1")]
    [InlineData(TimestampPrecision.Seconds, -1, "-1")]
    [InlineData(TimestampPrecision.Milliseconds, -1_000_000, "-1")]
    [InlineData(TimestampPrecision.Nanoseconds, -5, "-5")]
    [InlineData(TimestampPrecision.Nanoseconds, 0, "0")]
    public void Write_Precision_CutsTowardsThePast(TimestampPrecision precision, long time, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        new LineProtocol(InfluxVersion.V2, precision).Write([Lines.At(Lines.Group("m").Field("f"), 1, time)], output);

        Assert.Equal($"m f=1 {expected}\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Write_ThroughTinySegments_IsTheSame()
    {
        SeriesGroup group = Lines.Group("measurement", ("tag", "value"));
        Sample[] samples =
        [
            .. Enumerable.Range(0, 500).Select(i => Lines.At(group.Field("field" + (i % 7).ToString(CultureInfo.InvariantCulture)), i / 3.0, Time + (i / 5))),
            new Sample(group.Field("text"), new string('"', 5_000), DateTimeOffset.UnixEpoch),
        ];
        var segments = new ExactSegments();

        new LineProtocol().Write(samples, segments);

        Assert.Equal(Lines.Write(samples), segments.Text);
    }

    [Fact]
    public void Write_BeyondTheSoftLimit_BeginsNoFurtherLine()
    {
        SeriesGroup group = Lines.Group("m");
        Sample[] samples = [Lines.At(group.Field("a"), 1), Lines.At(group.Field("b"), 1), Lines.At(group.Field("a"), 1, Time + 1)];
        var output = new ArrayBufferWriter<byte>();

        LineProtocolResult result = new LineProtocol().Write(samples, output, softLimit: 1, out int consumed);

        Assert.Equal(2, consumed);
        Assert.Equal(new LineProtocolResult(1, 2, 0), result);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Write_InAnotherCulture_IsTheSame(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("m f=-1.25 -7\n", Lines.Write(Lines.At(Lines.Group("m").Field("f"), -1.25, -7)));
            Assert.Equal($"m f=1E-07 {Time.ToString(CultureInfo.InvariantCulture)}\n", Lines.Write(Lines.At(Lines.Group("m").Field("f"), 1e-7)));
            Assert.Equal("m f=-3i 1\n", Lines.Write(Sample.Received(Lines.Group("m").Field("f"), SampleKind.Int64, unchecked((ulong)-3L), 1)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_SeenSeries_AllocatesNothing()
    {
        SeriesGroup group = Lines.Group("feeder", ("bay", "3"));
        var samples = new List<Sample>();
        for (int i = 0; i < 100; i++)
        {
            samples.Add(Lines.At(group.Field("double"), 41.7 + i, Time + i));
            samples.Add(Lines.At(group.Field("slow"), Math.PI * i, Time + i, Quality.NotTopical));
            samples.Add(Sample.Received(group.Field("single"), SampleKind.Single, BitConverter.SingleToUInt32Bits(41.7f), Time + i));
            samples.Add(Sample.Received(group.Field("integer"), SampleKind.Int64, ulong.MaxValue - (ulong)i, Time + i));
            samples.Add(Sample.Received(group.Field("unsigned"), SampleKind.UInt64, (ulong)i, Time + i));
            samples.Add(Sample.Received(group.Field("boolean"), SampleKind.Boolean, 1, Time + i));
            samples.Add(new Sample(group.Field("text"), "say \"grün\"", UnixTime.FromNanoseconds(Time + i)));
            samples.Add(Sample.WithoutValue(group.Field("none"), Quality.NotConnected, Time + i));
            samples.Add(Lines.At(group.Field("nan"), double.NaN, Time + i));
        }

        Sample[] batch = [.. samples];
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var protocol = new LineProtocol();

        Assert.Equal(0, Allocations.OfThisThread(
            () =>
            {
                output.ResetWrittenCount();
                protocol.Write(batch, output);
            },
            operations: 200, warmup: 200));
    }

    [Fact]
    public void Constructor_UndefinedVersionOrPrecision_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineProtocol((InfluxVersion)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineProtocol(precision: (TimestampPrecision)4));
    }

    private static Sample Raw(SampleKind kind, ulong bits) => Sample.Received(Lines.Group("m").Field("f"), kind, bits, Time);

    /// <summary>Gives exactly as much room as was asked for, so that every crossing of a segment's end is met.</summary>
    private sealed class ExactSegments : IBufferWriter<byte>
    {
        private readonly ArrayBufferWriter<byte> _all = new();

        public string Text => Encoding.UTF8.GetString(_all.WrittenSpan);

        public void Advance(int count) => _all.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => _all.GetMemory(sizeHint)[..sizeHint];

        public Span<byte> GetSpan(int sizeHint = 0) => _all.GetSpan(sizeHint)[..sizeHint];
    }
}
