using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which handlers, written where they are passed, wait for a task or sleep? One that asks whether a task is complete is trusted to wait for none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingHandlerAnalyzer() : LifetimeAnalyzer(LifetimeRules.BlockingHandler)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.Argument);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        if (Handlers.Find((IArgumentOperation)context.Operation, out IMethodSymbol passedTo) is not { } handler || Handlers.Body(handler) is not { } body)
            return;
        if (body.Descendants().Any(one => one is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" }))
            return;
        foreach (IOperation blocking in Within(body).Where(one => Blocking.Is(one, types) && Blocking.ValueTaskOfBusbar(one, types) is null))
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.BlockingHandler, blocking.Syntax.GetLocation(), blocking.Excerpt(), passedTo.Name));
    }

    /// <summary>Without the functions inside, which may run elsewhere.</summary>
    private static IEnumerable<IOperation> Within(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
                continue;
            yield return child;
            foreach (IOperation inner in Within(child))
                yield return inner;
        }
    }
}
