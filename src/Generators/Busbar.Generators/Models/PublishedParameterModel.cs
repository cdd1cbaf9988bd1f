namespace Busbar.Generators.Models;

/// <summary>A parameter of a published function.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Local">The variable that it is read into.</param>
/// <param name="Role">Where it comes from.</param>
/// <param name="Type">Of a service, as generated code names it.</param>
/// <param name="Value">Of an argument: what is read; null for anything else.</param>
/// <param name="IsRequired">It must be given; a service that is not there fails the call.</param>
/// <param name="Default">What it is when it is not given, as C# writes it; null when that is not said.</param>
/// <param name="DefaultJson">The same as JSON; null when there is none.</param>
/// <param name="Description">From the documentation; null when there is none.</param>
internal sealed record PublishedParameterModel(
    string Name, string Local, PublishedParameterRole Role, string Type, PublishedValue? Value, bool IsRequired, string? Default, string? DefaultJson, string? Description);
