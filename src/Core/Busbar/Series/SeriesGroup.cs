using System.Collections.Immutable;

namespace Busbar;

/// <summary>
/// A measurement with its tags: the identity that the fields measured at one place share. Interned by a
/// <see cref="SeriesRegistry"/>: equal name and tags give the same object, whatever the order of the tags.
/// </summary>
public sealed class SeriesGroup : SlotHolder
{
    private ImmutableDictionary<string, Series> _fields = ImmutableDictionary<string, Series>.Empty.WithComparers(StringComparer.Ordinal);

    internal SeriesGroup(SeriesRegistry registry, string measurement, ImmutableArray<Tag> tags)
    {
        Registry = registry;
        Measurement = measurement;
        Tags = tags;
    }

    /// <summary>The registry that interned this group.</summary>
    public SeriesRegistry Registry { get; }

    /// <summary>The name of the measurement; not empty.</summary>
    public string Measurement { get; }

    /// <summary>The tags, sorted by key in ordinal order, keys unique.</summary>
    public ImmutableArray<Tag> Tags { get; }

    /// <summary>The group of that name and those tags in <see cref="SeriesRegistry.Default"/>.</summary>
    /// <exception cref="ArgumentException">The name, a key or a value is empty or holds a control character, or a key stands twice.</exception>
    public static SeriesGroup Of(string measurement, params ReadOnlySpan<Tag> tags) => SeriesRegistry.Default.Group(measurement, tags);

    /// <summary>The series of one field; made at the first call.</summary>
    /// <param name="name">The field's name; not empty.</param>
    /// <param name="unit">The engineering unit, put into the metadata when given.</param>
    /// <exception cref="ArgumentException">The name is empty or holds a control character.</exception>
    /// <exception cref="SeriesLimitException">The registry holds as many series as it may.</exception>
    public Series Field(string name, string? unit = null)
    {
        Series series = _fields.TryGetValue(name ?? "", out Series? known) ? known : Registry.AddField(this, name!, ref _fields);
        if (unit is not null && !string.Equals(series.Metadata.Unit, unit, StringComparison.Ordinal))
            series.Metadata = series.Metadata with { Unit = unit };
        return series;
    }

    /// <summary>The measurement and its tags, for people: <c>feeder{bay=3,site=north}</c>.</summary>
    public override string ToString() => Tags.IsEmpty ? Measurement : $"{Measurement}{{{string.Join(',', Tags)}}}";
}
