namespace Busbar;

/// <summary>One tag of a <see cref="SeriesGroup"/>: a key and a value, neither empty.</summary>
public readonly record struct Tag(string Key, string Value)
{
    /// <summary>A tag from a pair, so that <c>("site", "north")</c> can be written.</summary>
    public static implicit operator Tag((string Key, string Value) pair) => new(pair.Key, pair.Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}
