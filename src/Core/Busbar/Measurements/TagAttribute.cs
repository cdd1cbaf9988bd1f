namespace Busbar;

/// <summary>Says that a property of a <see cref="MeasurementAttribute">measurement</see>, or the parameter that makes it, is a tag: part of the identity, not a value.</summary>
/// <param name="name">The tag's key; the property's name in snake_case unless given.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TagAttribute(string? name = null) : Attribute
{
    /// <summary>The tag's key; null for the property's name in snake_case.</summary>
    public string? Name { get; } = name;
}
