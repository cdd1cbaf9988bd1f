namespace Busbar.Generators.Models;

/// <summary>A published function.</summary>
/// <param name="Name">The name to call it by.</param>
/// <param name="Method">The user's method, escaped where it is a keyword.</param>
/// <param name="Stem">Of the names of what is generated for it; no other function of the table has it.</param>
/// <param name="IsStatic">It is called on the type.</param>
/// <param name="Form">How its result comes.</param>
/// <param name="Result">What it gives, or each item of what it streams; null for nothing.</param>
/// <param name="ResultType">The type that the method returns, as generated code names it.</param>
/// <param name="Parameters">In the order of declaration.</param>
/// <param name="Documentation">Of the method.</param>
/// <param name="Obsolete">Why it is obsolete, or an empty text; null when it is not.</param>
internal sealed record PublishedFunctionModel(
    string Name,
    string Method,
    string Stem,
    bool IsStatic,
    PublishedResultForm Form,
    PublishedValue? Result,
    string ResultType,
    EquatableArray<PublishedParameterModel> Parameters,
    DocumentationModel Documentation,
    string? Obsolete);
