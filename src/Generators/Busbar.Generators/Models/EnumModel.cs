namespace Busbar.Generators.Models;

/// <summary>A user's enumeration in a payload: its members by name.</summary>
/// <param name="Type">As generated code names it.</param>
/// <param name="Identifier">A name for what is generated for it, that no other type of the same table shares.</param>
/// <param name="Underlying">The integer behind it.</param>
/// <param name="IsFlags">Members are combined, so that any number may be one.</param>
/// <param name="Names">Of its members, in their order, escaped nowhere.</param>
/// <param name="Written">Of those, the first of each value: what a value is written as.</param>
internal sealed record EnumModel(string Type, string Identifier, PayloadKind Underlying, bool IsFlags, EquatableArray<string> Names, EquatableArray<string> Written)
{
    /// <summary>Another member's name differs in nothing but small and capital letters, so that these count.</summary>
    public bool IsExact(string name) => Names.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) > 1;
}
