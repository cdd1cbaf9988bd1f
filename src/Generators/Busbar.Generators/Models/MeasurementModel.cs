namespace Busbar.Generators.Models;

/// <summary>A point of a measurement as the user declared it.</summary>
/// <param name="Type">The user's type.</param>
/// <param name="Name">The measurement's name.</param>
/// <param name="Tags">In the order of declaration.</param>
/// <param name="Fields">In the order of declaration; at least one.</param>
/// <param name="Timestamp">The property that is the time.</param>
internal sealed record MeasurementModel(TypeModel Type, string Name, EquatableArray<TagModel> Tags, EquatableArray<FieldModel> Fields, string Timestamp);
