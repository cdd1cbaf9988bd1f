using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which retained messages are used in a statement that follows their Dispose in the same block, and were not set again?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UsedAfterDisposeAnalyzer() : LifetimeAnalyzer(LifetimeRules.UsedAfterDispose)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.Invocation);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is not IInvocationOperation { TargetMethod.Name: "Dispose", Instance: ILocalReferenceOperation { Local: { } message }, Parent: IExpressionStatementOperation { Parent: IBlockOperation block } statement }
            || !KnownTypes.Is(message.Type, types.RetainedMessage))
            return;

        foreach (IOperation next in block.Operations.SkipWhile(one => one != statement).Skip(1))
        {
            if (next is ILabeledOperation)
                return;
            if (next is ILocalFunctionOperation)
                continue; // may have been called before
            List<ILocalReferenceOperation> uses = [.. LocalUses.Of(message, next).Where(use => use.Parent is not INameOfOperation)];
            if (uses.Any(LocalUses.IsWritten))
                return;
            if (uses.Count > 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.UsedAfterDispose, uses[0].Syntax.GetLocation(), message.Name));
                return;
            }
        }
    }
}
