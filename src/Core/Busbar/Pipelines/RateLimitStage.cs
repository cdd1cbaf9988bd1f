namespace Busbar;

/// <summary>Lets at most one sample of a series through in each period of source time; a change of quality always passes.</summary>
internal sealed class RateLimitStage(TimeSpan period) : SampleStage
{
    private readonly SeriesTable<Sample> _last = new();
    private readonly long _period = period.Ticks * 100;

    protected override bool Passes(ref Sample sample)
    {
        ref Sample last = ref _last.Of(sample.Series);
        if (!ReferenceEquals(last.Series, sample.Series))
            Expect(sample.Series);
        else if (last.Quality == sample.Quality && sample.SourceTimeNanoseconds - last.SourceTimeNanoseconds < _period)
            return false;
        last = sample;
        return true;
    }

    /// <summary>Its samples come no faster than this from now on, and whoever looks for stale values must know.</summary>
    private void Expect(Series series)
    {
        if (series.Metadata.ExpectedPeriod < period)
            series.Metadata = series.Metadata with { ExpectedPeriod = period };
    }
}
