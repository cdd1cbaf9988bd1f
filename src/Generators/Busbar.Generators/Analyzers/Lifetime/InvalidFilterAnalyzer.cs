using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which topic filters that stand in the source are none?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidFilterAnalyzer() : LifetimeAnalyzer(LifetimeRules.InvalidFilter)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Broker is not null)
            context.RegisterOperationAction(Look, OperationKind.Argument);
    }

    private static void Look(OperationAnalysisContext context)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument is not { Parameter: { Name: "filter", Type.SpecialType: SpecialType.System_String, ContainingSymbol: { } method }, Value.ConstantValue: { HasValue: true, Value: string filter } })
            return;
        if (method.ContainingNamespace.Name == "Messaging" && KnownTypes.IsOfBusbar(method) && Problem(filter) is { } problem)
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.InvalidFilter, argument.Value.Syntax.GetLocation(), filter, problem));
    }

    /// <summary>The same rules as <c>Busbar.Messaging.TopicFilter.Parse</c>, which a test holds side by side.</summary>
    private static string? Problem(string filter)
    {
        if (filter.Length == 0)
            return "it is empty; write '#' for all topics";
        for (int i = 0; i < filter.Length; i++)
        {
            char character = filter[i];
            if (char.IsControl(character))
                return "it holds a control character; take that out";
            if (character is not ('+' or '#'))
                continue;
            if ((i > 0 && filter[i - 1] != '/') || (i < filter.Length - 1 && filter[i + 1] != '/'))
                return $"'{character}' stands beside other characters; make it a whole level";
            if (character == '#' && i != filter.Length - 1)
                return "it goes on after '#'; end it there";
        }

        return null;
    }
}
