namespace Busbar.Generators.Models;

/// <summary>What a member's documentation says, as plain text; null for what it does not say.</summary>
/// <param name="Summary">What it does.</param>
/// <param name="Remarks">What more is to be said.</param>
/// <param name="Returns">What its result means.</param>
/// <param name="Parameters">What is said of each parameter that something is said of.</param>
internal sealed record DocumentationModel(string? Summary, string? Remarks, string? Returns, EquatableArray<DocumentedParameter> Parameters)
{
    public static readonly DocumentationModel None = new(null, null, null, default);

    public string? Of(string parameter) => Parameters.FirstOrDefault(one => one.Name == parameter)?.Text;
}
