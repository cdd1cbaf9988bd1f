using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which calls of Busbar that return a ValueTask are asked for its result at once?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockedValueTaskAnalyzer() : LifetimeAnalyzer(LifetimeRules.BlockedValueTask)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.PropertyReference, OperationKind.Invocation);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        if (Blocking.ValueTaskOfBusbar(context.Operation, types) is not { } call)
            return;
        string how = context.Operation is IPropertyReferenceOperation ? ".Result" : ".GetAwaiter().GetResult()";
        context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.BlockedValueTask, context.Operation.Syntax.GetLocation(), how, call.TargetMethod.Name));
    }
}
