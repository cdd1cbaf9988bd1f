using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>Makes descriptors: one way to number, name and link them.</summary>
internal static class Rule
{
    private const string Pages = "https://github.com/busbar-net/busbar/blob/main/docs/rules/";

    /// <summary>Nothing can be generated.</summary>
    public static DiagnosticDescriptor Error(string id, string category, string title, string message) =>
        Make(id, category, title, message, DiagnosticSeverity.Error);

    /// <summary>Surely a bug, though it compiles.</summary>
    public static DiagnosticDescriptor Warning(string id, string category, string title, string message) =>
        Make(id, category, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Make(string id, string category, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: $"{Pages}{id}.md");
}
