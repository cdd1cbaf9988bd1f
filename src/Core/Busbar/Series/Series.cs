namespace Busbar;

/// <summary>
/// One field of a <see cref="SeriesGroup"/>: what a <see cref="Sample"/> is a value of. One object for each identity in a
/// registry, so that it is compared by reference and can carry sinks' encodings (<see cref="SlotHolder"/>).
/// </summary>
public sealed class Series : SlotHolder
{
    private SeriesMetadata _metadata = SeriesMetadata.Empty;

    internal Series(SeriesGroup group, string field, int index)
    {
        Group = group;
        FieldName = field;
        Index = index;
        Name = SeriesNaming.Name(group, field);
        Topic = SeriesNaming.Topic(group, field);
    }

    /// <summary>The measurement and tags.</summary>
    public SeriesGroup Group { get; }

    /// <summary>The field's name within the group.</summary>
    public string FieldName { get; }

    /// <summary>A dense number from 0 within the registry, stable for the life of the process: for tables by series.</summary>
    public int Index { get; }

    /// <summary>The name for people and configuration: <c>measurement.field</c>, and the tags in braces when there are any.</summary>
    public string Name { get; }

    /// <summary>The topic under which a broker carries it: <c>measurement/tag values/field</c>, each level escaped by <see cref="SeriesNaming.EscapeLevel"/>.</summary>
    public string Topic { get; }

    /// <summary>What is known of it besides its identity. Replacing it raises <see cref="SeriesRegistry.MetadataChanged"/>. Any thread.</summary>
    public SeriesMetadata Metadata
    {
        get => Volatile.Read(ref _metadata);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref _metadata, value);
            Group.Registry.OnMetadataChanged(this);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
