using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which handlers are async and return nothing?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidHandlerAnalyzer() : LifetimeAnalyzer(LifetimeRules.AsyncVoidHandler)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(Look, OperationKind.Argument);

    private static void Look(OperationAnalysisContext context)
    {
        if (Handlers.Find((IArgumentOperation)context.Operation, out IMethodSymbol passedTo) is not { } handler || Handlers.Symbol(handler) is not { IsAsync: true, ReturnsVoid: true })
            return;
        Location location = handler is IAnonymousFunctionOperation lambda ? lambda.HeadLocation() : handler.Syntax.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.AsyncVoidHandler, location, passedTo.Name));
    }
}
