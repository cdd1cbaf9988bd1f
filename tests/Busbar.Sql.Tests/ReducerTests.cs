
namespace Busbar.Sql.Tests;

public class ReducerTests
{
    private static readonly Series Series = new SeriesRegistry().Group("m").Field("f");

    [Fact]
    public void Span_KeepsLeastGreatestAndWhatHasNoValue()
    {
        var reducer = new Reducer(0, 10, 1);
        Sample[] samples = [At(1, 5), At(2, -7), At(3, 9), At(4, double.NaN), At(5, 6, Quality.Invalid), At(6, 1)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal([samples[1], samples[2], samples[3]], reducer.Finish());
    }

    [Fact]
    public void Span_OfOneValue_KeepsItOnce()
    {
        var reducer = new Reducer(0, 10, 1);
        Sample[] samples = [At(1, 5), At(2, 5), At(3, 5)];

        foreach (Sample sample in samples)
            reducer.Add(in sample);

        Assert.Equal([samples[0]], reducer.Finish());
    }

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
