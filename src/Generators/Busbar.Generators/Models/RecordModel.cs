namespace Busbar.Generators.Models;

/// <summary>A user's record, class or struct that is made from a payload.</summary>
/// <param name="Type">As generated code names it.</param>
/// <param name="Identifier">A name for what is generated for it, that no other type of the same table shares.</param>
/// <param name="IsValueType">It is a struct.</param>
/// <param name="Members">Those of the constructor first, in its order.</param>
internal sealed record RecordModel(string Type, string Identifier, bool IsValueType, EquatableArray<RecordMember> Members);
