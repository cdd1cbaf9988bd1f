namespace Busbar.Sql;

/// <summary>One stored series: its number, the samples that lie in the journal, and the latest. Changed and copied under the catalog's lock.</summary>
internal sealed class SeriesEntry(long id, SeriesIdentity identity, Series series)
{
    private Sample[] _tail = [];
    private int _count;
    private bool _ascending = true; // strictly: no time stands twice

    public long Id { get; } = id;

    public SeriesIdentity Identity { get; } = identity;

    /// <summary>The series in the registry of whoever wrote it, or in the catalog's own while only the table knows it.</summary>
    public Series Series { get; } = series;

    /// <summary>Whether the table has it: false until the transaction that inserts it is committed.</summary>
    public bool Stored { get; set; }

    /// <summary>The metadata as the table has it.</summary>
    public SeriesMetadata? StoredMetadata { get; set; }

    /// <summary>The sample of the latest source time.</summary>
    public Sample? Latest { get; private set; }

    /// <summary>Whether <see cref="Latest"/> has a row.</summary>
    public bool LatestStored { get; set; }

    /// <summary>How many samples lie in the journal.</summary>
    public int Count => _count;

    public void Add(in Sample sample)
    {
        if (_count > 0 && sample.SourceTimeNanoseconds <= _tail[_count - 1].SourceTimeNanoseconds)
            _ascending = false;
        if (_count == _tail.Length)
            Array.Resize(ref _tail, Math.Max(4, _count * 2));
        _tail[_count++] = sample;
        Offer(in sample);
    }

    /// <summary>Takes it for the latest unless a later one is known; of two of one time the one that came last.</summary>
    public void Offer(in Sample sample)
    {
        if (Latest is not { } latest || sample.SourceTimeNanoseconds >= latest.SourceTimeNanoseconds)
            Latest = sample;
    }

    /// <summary>The samples of the journal in [from, to), ascending; of several of one time the one that came last.</summary>
    public ReadOnlySpan<Sample> Range(long from, long to)
    {
        Order();
        ReadOnlySpan<Sample> tail = _tail.AsSpan(0, _count);
        int first = LowerBound(tail, from);
        return tail[first..Math.Max(first, LowerBound(tail, to))];
    }

    /// <summary>All samples of the journal, ascending.</summary>
    public ReadOnlySpan<Sample> Tail()
    {
        Order();
        return _tail.AsSpan(0, _count);
    }

    public void Clear()
    {
        // A series that sent much for a while does not keep the memory of it.
        if (_tail.Length > 4 * Math.Max(16, _count))
            _tail = [];
        else
            Array.Clear(_tail, 0, _count);
        _count = 0;
        _ascending = true;
    }

    private void Order()
    {
        if (_ascending)
            return;

        _count = SampleOrder.SortAndKeepLast(_tail.AsSpan(0, _count));
        _ascending = true;
    }

    private static int LowerBound(ReadOnlySpan<Sample> samples, long time)
    {
        int low = 0;
        int high = samples.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (samples[middle].SourceTimeNanoseconds < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
