namespace Busbar.Generators.Models;

/// <summary>A tag of a measurement.</summary>
/// <param name="Property">The user's property, escaped where it is a keyword.</param>
/// <param name="Name">The tag's key.</param>
/// <param name="Type">The property's type as generated code names it.</param>
/// <param name="IsNullable">Null leaves it out.</param>
/// <param name="Form">How it becomes text.</param>
internal sealed record TagModel(string Property, string Name, string Type, bool IsNullable, TagForm Form);
