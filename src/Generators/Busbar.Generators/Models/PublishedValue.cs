namespace Busbar.Generators.Models;

/// <summary>What an argument or a result is: something that is read and written by generated code, or by a context of the user's.</summary>
/// <param name="Type">As generated code names it, without its own nullability.</param>
/// <param name="IsNullable">Null is a value of it.</param>
/// <param name="Payload">What generated code reads and writes; null where a context does.</param>
/// <param name="Context">The user's context, as generated code names it; null where none is needed.</param>
internal sealed record PublishedValue(string Type, bool IsNullable, PayloadType? Payload, string? Context);
