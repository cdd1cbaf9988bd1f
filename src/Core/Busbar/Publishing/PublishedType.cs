namespace Busbar;

/// <summary>What a parameter takes, or a function gives.</summary>
/// <param name="Kind">What it is in JSON.</param>
/// <param name="Expected">The same in words, as faults have it: <c>a number</c>.</param>
/// <param name="Schema">The same as JSON Schema, a JSON object: <c>{"type":"number","format":"double"}</c>.</param>
public sealed partial record PublishedType(PublishedKind Kind, string Expected, string Schema)
{
    /// <summary>Null is a value of it.</summary>
    public bool IsNullable { get; init; }

    /// <summary>What the items of a list are; null for what is no list.</summary>
    public PublishedType? Item { get; init; }

    /// <summary>The same, or null.</summary>
    public PublishedType OrNull => IsNullable ? this : this with { IsNullable = true, Schema = $$"""{"anyOf":[{{Schema}},{"type":"null"}]}""" };
}
