namespace Busbar;

/// <summary>
/// Says that a property of a <see cref="MeasurementAttribute">measurement</see>, or the parameter that makes it, is a field: a number,
/// a truth value, an enumeration or a text. A field that is null is left out of the point.
/// </summary>
/// <param name="name">The field's name; the property's name in snake_case unless given.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute(string? name = null) : Attribute
{
    /// <summary>The field's name; null for the property's name in snake_case.</summary>
    public string? Name { get; } = name;

    /// <summary>The engineering unit for the series' metadata, for example <c>kW</c>; null when there is none.</summary>
    public string? Unit { get; set; }

    /// <summary>The smallest meaningful step in <see cref="Unit"/>, for the series' metadata; 0 when unknown.</summary>
    public double Resolution { get; set; }
}
