using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Busbar;

/// <summary>Interns groups and series and bounds how many there are. All members may be called from any thread.</summary>
public sealed class SeriesRegistry
{
    /// <summary>How many series a registry holds unless told otherwise.</summary>
    public const int DefaultLimit = 1_000_000;

    private readonly ConcurrentDictionary<GroupKey, SeriesGroup> _groups = new();
    private readonly Lock _lock = new();
    private Series[] _series = new Series[64];
    private int _count;

    /// <param name="limit">How many series it may hold; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public SeriesRegistry(int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
    }

    /// <summary>The registry that <see cref="SeriesGroup.Of"/> interns into.</summary>
    public static SeriesRegistry Default { get; } = new();

    /// <summary>How many series it may hold.</summary>
    public int Limit { get; }

    /// <summary>How many series it holds.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Raised on the thread that made a series.</summary>
    public event Action<Series>? Added;

    /// <summary>Raised on the thread that replaced a series' metadata.</summary>
    public event Action<Series>? MetadataChanged;

    /// <summary>The series with that <see cref="Series.Index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Series this[int index] => TryGet(index) ?? throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} series.");

    /// <summary>The series with that <see cref="Series.Index"/>, or null.</summary>
    public Series? TryGet(int index) => (uint)index < (uint)Count ? Volatile.Read(ref _series)[index] : null;

    /// <summary>All series there are at this moment, by index.</summary>
    public ReadOnlyMemory<Series> Snapshot()
    {
        int count = Count; // before the array: the array only ever grows
        return Volatile.Read(ref _series).AsMemory(0, count);
    }

    /// <summary>The group of that measurement and those tags; made at the first call.</summary>
    /// <exception cref="ArgumentException">The name, a key or a value is empty or holds a control character, or a key stands twice.</exception>
    public SeriesGroup Group(string measurement, params ReadOnlySpan<Tag> tags)
    {
        SeriesNaming.Validate(measurement, "measurement");
        ImmutableArray<Tag> sorted = Sort(tags);
        var key = new GroupKey(measurement, sorted);
        return _groups.TryGetValue(key, out SeriesGroup? group) ? group : _groups.GetOrAdd(key, new SeriesGroup(this, measurement, sorted));
    }

    internal Series AddField(SeriesGroup group, string field, ref ImmutableDictionary<string, Series> fields)
    {
        SeriesNaming.Validate(field, "field");
        Series series;
        lock (_lock)
        {
            if (fields.TryGetValue(field, out Series? known))
                return known;
            if (_count >= Limit)
                throw new SeriesLimitException(SeriesNaming.Name(group, field), Limit);

            series = new Series(group, field, _count);
            if (_count == _series.Length)
            {
                Series[] larger = _series;
                Array.Resize(ref larger, _count * 2);
                Volatile.Write(ref _series, larger);
            }

            _series[_count] = series;
            Volatile.Write(ref _count, _count + 1);
            Volatile.Write(ref fields, fields.Add(field, series));
        }

        Added?.Invoke(series);
        return series;
    }

    internal void OnMetadataChanged(Series series) => MetadataChanged?.Invoke(series);

    private static ImmutableArray<Tag> Sort(ReadOnlySpan<Tag> tags)
    {
        if (tags.IsEmpty)
            return [];

        Tag[] sorted = tags.ToArray();
        foreach (Tag tag in sorted)
        {
            SeriesNaming.Validate(tag.Key, "tag key");
            SeriesNaming.Validate(tag.Value, "tag value");
        }

        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (string.Equals(sorted[i - 1].Key, sorted[i].Key, StringComparison.Ordinal))
                throw new ArgumentException($"The tag key \"{sorted[i].Key}\" stands twice.", nameof(tags));
        }

        return ImmutableArray.Create(sorted);
    }

    private readonly record struct GroupKey(string Measurement, ImmutableArray<Tag> Tags)
    {
        public bool Equals(GroupKey other) =>
            string.Equals(Measurement, other.Measurement, StringComparison.Ordinal) && Tags.AsSpan().SequenceEqual(other.Tags.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Measurement, StringComparer.Ordinal);
            foreach (Tag tag in Tags)
                hash.Add(tag);
            return hash.ToHashCode();
        }
    }
}
