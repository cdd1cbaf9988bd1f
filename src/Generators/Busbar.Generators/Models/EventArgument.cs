namespace Busbar.Generators.Models;

/// <summary>A parameter of a method for an event.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Name">As the user has it, without an @: faults and JSON objects name it so.</param>
/// <param name="Local">A local for it, escaped where it is a keyword; of a context the expression that is handed over.</param>
/// <param name="Value">What it is; null for a context.</param>
/// <param name="Default">What it is when the payload lacks it, as C# writes it; null when it must be there.</param>
/// <param name="Index">Of a payload its position among those of the payload, of a level its number.</param>
internal sealed record EventArgument(EventArgumentKind Kind, string Name, string Local, PayloadType? Value, string? Default, int Index);
