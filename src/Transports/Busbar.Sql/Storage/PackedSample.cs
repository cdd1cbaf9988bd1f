namespace Busbar.Sql;

/// <summary>A sample and the number of the pack it was read from: of two of one time the one of the higher number was written later.</summary>
internal readonly record struct PackedSample(Sample Sample, long Sequence)
{
    /// <summary>Whether it stands, and not that sample of the journal.</summary>
    /// <param name="journal">From the journal, copied before the pack was read.</param>
    /// <param name="rank">The number of the last pack that holds nothing of the journal.</param>
    public bool IsLaterThan(in Sample journal, long rank) =>
        Sample.SourceTimeNanoseconds > journal.SourceTimeNanoseconds
        || (Sample.SourceTimeNanoseconds == journal.SourceTimeNanoseconds && Sequence > rank);
}
