using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Busbar.Sql;

/// <summary>All stored series. One writer, which holds the history's gate; readers on any threads.</summary>
internal sealed class Catalog
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Series, SeriesEntry> _bySeries = new();
    private readonly ConcurrentDictionary<SeriesIdentity, SeriesEntry> _byIdentity = new();
    private readonly Dictionary<long, SeriesEntry> _byId = [];
    private readonly SeriesRegistry _own = new(int.MaxValue); // for series that only the table knows
    private readonly HashSet<SeriesEntry> _inJournal = [];
    private long _lastId;
    private long _lastPack;

    /// <summary>How many samples lie in the journal.</summary>
    public int InJournal { get; private set; }

    /// <summary>All entries. For the writer.</summary>
    public IReadOnlyCollection<SeriesEntry> Entries => _byId.Values;

    /// <summary>The entries with samples in the journal. For the writer.</summary>
    public IReadOnlyCollection<SeriesEntry> EntriesInJournal => _inJournal;

    /// <summary>The entry of a series, or null when nothing of it was ever stored. Any thread.</summary>
    public SeriesEntry? Find(Series series)
    {
        if (_bySeries.TryGetValue(series, out SeriesEntry? entry))
            return entry;
        return _byIdentity.TryGetValue(SeriesIdentity.Of(series), out entry) ? _bySeries.GetOrAdd(series, entry) : null;
    }

    /// <summary>The entry of a series, made when there is none. For the writer.</summary>
    public SeriesEntry GetOrAdd(Series series)
    {
        if (Find(series) is { } known)
            return known;

        var entry = new SeriesEntry(++_lastId, SeriesIdentity.Of(series), series);
        Add(entry);
        _bySeries[series] = entry;
        return entry;
    }

    /// <summary>A series as the table has it. While the history opens.</summary>
    public void Load(long id, SeriesIdentity identity)
    {
        Add(new SeriesEntry(id, identity, identity.In(_own)) { Stored = true });
        _lastId = Math.Max(_lastId, id);
    }

    /// <exception cref="StoredDataDamagedException">There is none of that number.</exception>
    public SeriesEntry ById(long id) =>
        _byId.TryGetValue(id, out SeriesEntry? entry) ? entry : throw new StoredDataDamagedException($"Samples are stored of series {id}, which is not among the series.");

    /// <summary>Samples that are in the journal now, in the order they were written: readers see them from here on.</summary>
    public void AddToJournal(ReadOnlySpan<Sample> samples)
    {
        lock (_lock)
        {
            foreach (ref readonly Sample sample in samples)
            {
                if (sample.Series is { } series)
                    Add(_bySeries[series], in sample);
            }
        }
    }

    /// <summary>A sample that was found in the journal. While the history opens.</summary>
    public void AddToJournal(SeriesEntry entry, in Sample sample)
    {
        lock (_lock)
            Add(entry, in sample);
    }

    /// <summary>Copies what lies in the journal of a series in [from, to).</summary>
    /// <returns>The number of the last pack that does not hold any of it.</returns>
    public long CopyJournal(SeriesEntry entry, long from, long to, List<Sample> destination)
    {
        lock (_lock)
        {
            ReadOnlySpan<Sample> range = entry.Range(from, to);
            CollectionsMarshal.SetCount(destination, range.Length);
            range.CopyTo(CollectionsMarshal.AsSpan(destination));
            return _lastPack;
        }
    }

    /// <summary>The last sample before a time that lies in the journal of a series, or null.</summary>
    /// <param name="entry">The series.</param>
    /// <param name="time">First instant that does not count.</param>
    /// <param name="rank">The number of the last pack that does not hold any of the journal.</param>
    public Sample? LastInJournal(SeriesEntry entry, long time, out long rank)
    {
        lock (_lock)
        {
            rank = _lastPack;
            ReadOnlySpan<Sample> before = entry.Range(long.MinValue, time);
            return before.IsEmpty ? null : before[^1];
        }
    }

    /// <summary>Copies all that lies in the journal of a series.</summary>
    public void CopyTail(SeriesEntry entry, List<Sample> destination)
    {
        lock (_lock)
        {
            ReadOnlySpan<Sample> tail = entry.Tail();
            CollectionsMarshal.SetCount(destination, tail.Length);
            tail.CopyTo(CollectionsMarshal.AsSpan(destination));
        }
    }

    public Sample? Latest(SeriesEntry entry)
    {
        lock (_lock)
            return entry.Latest;
    }

    /// <summary>The journal was moved: what lay in it is read from the table now, up to the pack of that number.</summary>
    public void ClearJournal(long lastPack)
    {
        lock (_lock)
        {
            _lastPack = lastPack;
            foreach (SeriesEntry entry in _inJournal)
                entry.Clear();
            _inJournal.Clear();
            InJournal = 0;
        }
    }

    /// <summary>Forgets everything: an attempt to load failed half way.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _bySeries.Clear();
            _byIdentity.Clear();
            _byId.Clear();
            _inJournal.Clear();
            InJournal = 0;
            _lastId = 0;
        }
    }

    /// <summary>The packs that are there, up to that number, hold nothing of the journal. While the history opens.</summary>
    public void SetLastPack(long sequence)
    {
        lock (_lock)
            _lastPack = sequence;
    }

    private void Add(SeriesEntry entry)
    {
        _byId[entry.Id] = entry;
        _byIdentity[entry.Identity] = entry;
    }

    private void Add(SeriesEntry entry, in Sample sample)
    {
        if (entry.Count == 0)
            _inJournal.Add(entry);
        entry.Add(in sample);
        InJournal++;
    }
}
