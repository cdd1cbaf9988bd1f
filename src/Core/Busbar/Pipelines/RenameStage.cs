namespace Busbar;

/// <summary>Puts samples under other series; the choice is made once for each series, at its first sample.</summary>
internal sealed class RenameStage(Func<Series, Series> rename) : SampleStage
{
    private readonly SeriesTable<(Series? From, Series? To)> _renamed = new();

    protected override bool Passes(ref Sample sample)
    {
        ref (Series? From, Series? To) known = ref _renamed.Of(sample.Series);
        if (!ReferenceEquals(known.From, sample.Series))
            known = (sample.Series, rename(sample.Series));
        if (!ReferenceEquals(known.To, sample.Series))
            sample = sample.WithSeries(known.To!);
        return true;
    }
}
