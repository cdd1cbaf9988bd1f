
namespace Busbar.Sql.Tests;

public class ReducerTests
{
    private static readonly Series Series = new SeriesRegistry().Group("m").Field("f");

    [Fact]
    public void Span_KeepsLeastGreatestWhatHasNoValueAndTheLastOfAll()
    {
        var reducer = new Reducer(0, 10, 1);
        Sample[] samples = [At(1, 5), At(2, -7), At(3, 9), At(4, double.NaN), At(5, 6, Quality.Invalid), At(6, 1)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal([samples[1], samples[2], samples[3], samples[5]], reducer.Finish());
    }

    [Fact]
    public void Span_OfOneValue_KeepsItOnce()
    {
        var reducer = new Reducer(0, 20, 2);
        Sample[] samples = [At(1, 5), At(2, 5), At(3, 5), At(11, 5)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal([samples[0], samples[3]], reducer.Finish());
    }

    [Fact]
    public void LastSampleBeforeAnEmptySpan_Stays_ForItHoldsUntilTheNext()
    {
        // A breaker that opens and closes again within one span, and much later once more.
        var reducer = new Reducer(0, 100, 10);
        Sample[] samples = [At(1, 1), At(2, 0), At(3, 1), At(51, 1), At(52, 0), At(53, 1), At(61, 1)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal([samples[0], samples[1], samples[2], samples[3], samples[4], samples[6]], reducer.Finish());
    }

    [Fact]
    public void Nothing_IsReducedToNothing() => Assert.Empty(new Reducer(0, 10, 2).Finish());

    [Fact]
    public void Spans_ReachOverAllOfTime()
    {
        var reducer = new Reducer(long.MinValue, long.MaxValue, 2);
        Sample[] samples = [At(long.MinValue, 1), At(-1, 2), At(0, 3), At(long.MaxValue - 1, 4)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal(samples, reducer.Finish());
    }

    private static Sample At(long time, double value, Quality quality = Quality.Good) =>
        Sample.Received(Series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(value), time, quality);
}
