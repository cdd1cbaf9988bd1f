using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Models;

/// <summary>A diagnostic as part of a model: compared by value, made into a real one when it is reported.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, LocationInfo? Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Of(DiagnosticDescriptor rule, LocationInfo? location, params string[] arguments) =>
        new(rule, location, new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location?.ToLocation() ?? Microsoft.CodeAnalysis.Location.None, [.. Arguments]);
}
