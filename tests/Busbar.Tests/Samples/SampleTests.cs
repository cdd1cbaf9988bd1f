using System.Runtime.CompilerServices;

namespace Busbar.Tests.Samples;

public sealed class SampleTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private readonly SeriesRegistry _registry = new();

    private Series Power => _registry.Group("feeder", ("site", "north")).Field("active_power", unit: "kW");

    [Fact]
    public void Sample_Is32Bytes() => Assert.Equal(32, Unsafe.SizeOf<Sample>());

    [Fact]
    public void Copy_IsAnAssignment()
    {
        Sample[] samples =
        [
            default,
            new(Power, 41.7, Time, Quality.Substituted),
            new Sample(Power, -1L, Time, Quality.NotConnected),
            new(Power, "open", Time),
        ];

        foreach (Sample sample in samples)
        {
            var copy = new Sample(Power, double.NaN, Time.AddYears(1), Quality.Overflow);
            Sample.Copy(in sample, ref copy);
            Assert.Equal(sample, copy);
            Assert.Equal(sample.ToString(), copy.ToString());
            Assert.Equal(sample.TimeFlags, copy.TimeFlags);
            Assert.Equal(sample.Kind, copy.Kind);
        }
    }

    [Fact]
    public void Sample_OfADouble_GivesEverythingBack()
    {
        var sample = new Sample(Power, 41.7, Time, Quality.Substituted);

        Assert.Same(Power, sample.Series);
        Assert.Equal(SampleKind.Double, sample.Kind);
        Assert.Equal(41.7, sample.AsDouble());
        Assert.Equal(Quality.Substituted, sample.Quality);
        Assert.Equal(Time, sample.SourceTime);
        Assert.Equal(TimeFlags.SourceTime, sample.TimeFlags);
        Assert.Equal(1772366400123000000, sample.SourceTimeNanoseconds);
    }

    [Fact]
    public void Sample_OfASingle_StaysOne()
    {
        var sample = new Sample(Power, 41.7f, Time);

        Assert.Equal(SampleKind.Single, sample.Kind);
        Assert.Equal("feeder.active_power{site=north} = 41.7 kW at 2026-03-01T12:00:00.1230000Z", sample.ToString());
    }

    [Fact]
    public void Sample_OfAnIntLiteral_IsASignedInteger() => Assert.Equal(SampleKind.Int64, new Sample(Power, 5, Time).Kind);

    [Fact]
    public void Sample_OfAText_KeepsSeriesAndText()
    {
        var sample = new Sample(Power, "tripped", Time);

        Assert.Same(Power, sample.Series);
        Assert.Equal("tripped", sample.Text);
        Assert.False(sample.TryGetDouble(out _));
        Assert.Equal(sample, new Sample(Power, "tripped", Time));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_500_000, 1_500_000)]
    [InlineData(-2_000, -2_000)]
    [InlineData(86_400_000_000_000, 2_147_483_647_000)] // a day: saturates at 35 min 47 s
    public void ReceivedAt_KeepsMicrosecondsAndSaturates(long after, long expected)
    {
        Sample sample = new Sample(Power, 1.0, Time).ReceivedAt(UnixTime.ToNanoseconds(Time) + after);

        Assert.Equal(expected, sample.ReceiveTimeNanoseconds - sample.SourceTimeNanoseconds);
    }

    [Fact]
    public void With_ChangesOneThing()
    {
        Sample sample = new Sample(Power, 1.0, Time).WithQuality(Quality.Invalid).WithCause(Cause.Spontaneous).WithTimeFlags(TimeFlags.Backfill);

        Assert.Equal(1.0, sample.AsDouble());
        Assert.Equal(Quality.Invalid, sample.Quality);
        Assert.Equal(Cause.Spontaneous, sample.Cause);
        Assert.Equal(TimeFlags.Backfill, sample.TimeFlags);
        Assert.Equal(SampleKind.Double, sample.Kind);
    }

    [Fact]
    public void Sample_BeyondTheRangeOfItsTime_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sample(Power, 1.0, new DateTimeOffset(2300, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-100, -1)]
    [InlineData(-101, -2)]
    [InlineData(199, 1)]
    public void FromNanoseconds_CutsTowardsThePast(long nanoseconds, long ticks) =>
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(ticks), UnixTime.FromNanoseconds(nanoseconds));

    [Fact]
    public void Quality_IsDescribedInTheFieldsWords()
    {
        Assert.Equal("good", Quality.Good.Describe());
        Assert.Equal("not connected, not topical", (Quality.NotTopical | Quality.NotConnected).Describe());
        Assert.True(Quality.Carry.IsGood());
        Assert.False(Quality.NotTopical.IsUsable());
        Assert.True(Quality.Substituted.IsUsable());
    }
}
