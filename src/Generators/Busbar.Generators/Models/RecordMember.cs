namespace Busbar.Generators.Models;

/// <summary>A member of a user's record in a payload.</summary>
/// <param name="Name">Its key in the payload: what <c>[JsonPropertyName]</c> says, otherwise the property's name in camel case.</param>
/// <param name="Property">The user's property, escaped where it is a keyword.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Parameter">The constructor's parameter that takes it; null when it is set after construction or only read.</param>
/// <param name="IsSettable">By an object initializer; a member that is neither this nor a parameter is written, never read.</param>
/// <param name="IsInitOnly">Settable while the record is made, and not afterwards.</param>
/// <param name="IsRequired">A payload without it is refused.</param>
/// <param name="Default">What it is when the payload lacks it, as C# writes it; null when it is required or left alone.</param>
/// <param name="IsDemanded">The compiler wants it in an object initializer, also where a parameter takes it.</param>
internal sealed record RecordMember(
    string Name, string Property, PayloadType Value, string? Parameter, bool IsSettable, bool IsInitOnly, bool IsRequired, string? Default, bool IsDemanded);
