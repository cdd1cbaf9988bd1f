namespace Busbar;

/// <summary>
/// Lets a number through when it differs by more than the band from the one let through before, or when the quality or the kind
/// changed; or when the longest silence is over, so that a steady value stays visibly alive. Everything that is not a number passes
/// when it changed.
/// </summary>
internal sealed class DeadbandStage(double band, TimeSpan longestSilence) : SampleStage
{
    private readonly SeriesTable<Sample> _last = new();
    private readonly long _silence = longestSilence == Timeout.InfiniteTimeSpan ? long.MaxValue : longestSilence.Ticks * 100;

    protected override bool Passes(ref Sample sample)
    {
        if ((sample.TimeFlags & TimeFlags.Backfill) != 0)
            return true; // an event of the past is not a repetition of the present
        ref Sample last = ref _last.Of(sample.Series);
        if (!ReferenceEquals(last.Series, sample.Series))
            Expect(sample.Series);
        else if (IsRepetition(in last, in sample))
            return false;
        last = sample;
        return true;
    }

    /// <summary>A steady value is silent from now on, and whoever looks for stale ones must know how long it may be.</summary>
    private void Expect(Series series)
    {
        TimeSpan? period = series.Metadata.ExpectedPeriod is { } source && longestSilence != Timeout.InfiniteTimeSpan
            ? TimeSpan.FromTicks(Math.Max(source.Ticks, longestSilence.Ticks))
            : null;
        if (series.Metadata.ExpectedPeriod != period)
            series.Metadata = series.Metadata with { ExpectedPeriod = period };
    }

    private bool IsRepetition(in Sample last, in Sample sample)
    {
        if (last.Quality != sample.Quality || last.Kind != sample.Kind || sample.SourceTimeNanoseconds - last.SourceTimeNanoseconds >= _silence)
            return false;
        if (sample.Kind is SampleKind.Boolean or SampleKind.None or SampleKind.String)
            return last.Bits == sample.Bits && string.Equals(last.Text, sample.Text, StringComparison.Ordinal);
        last.TryGetDouble(out double before);
        sample.TryGetDouble(out double now);
        return Math.Abs(now - before) <= band || (double.IsNaN(now) && double.IsNaN(before));
    }
}
