namespace Busbar.Generators.Models;

/// <summary>A field of a measurement.</summary>
/// <param name="Property">The user's property, escaped where it is a keyword.</param>
/// <param name="Name">The field's name.</param>
/// <param name="Kind">What it becomes.</param>
/// <param name="IsNullable">Null leaves it out.</param>
/// <param name="Unit">The engineering unit, or null.</param>
/// <param name="Resolution">The smallest meaningful step, or 0.</param>
/// <param name="States">Labels of an enumeration's values 0, 1, 2 …; empty for anything else.</param>
internal sealed record FieldModel(
    string Property, string Name, FieldKind Kind, bool IsNullable, string? Unit, double Resolution, EquatableArray<string> States);
