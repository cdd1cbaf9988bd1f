using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which retained messages does a method get, look at, and forget? One that is handed on to anybody is theirs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverReleasedAnalyzer() : LifetimeAnalyzer(LifetimeRules.NeverReleased)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => LookAtDeclaration(operation, types), OperationKind.VariableDeclarator);
        context.RegisterOperationAction(operation => LookAtOutArgument(operation, types), OperationKind.DeclarationExpression);
        context.RegisterOperationAction(operation => LookAtCall(operation, types), OperationKind.Invocation);
    }

    private static void LookAtDeclaration(OperationAnalysisContext context, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        bool isGiven = declarator.GetVariableInitializer()?.Value.Unwrapped() is IInvocationOperation { TargetMethod.Name: "Retain" }
            || declarator.Parent is IForEachLoopOperation { IsAsynchronous: true, Collection: { } collection } && collection.Unwrapped() is IInvocationOperation { TargetMethod.Name: "ReadAllAsync" } all && KnownTypes.IsOfBusbar(all.TargetMethod);
        if (isGiven)
            LookAt(context, declarator.Symbol, types);
    }

    private static void LookAtOutArgument(OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: { } local }, Parent: IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: IInvocationOperation call } }
            && KnownTypes.IsOfBusbar(call.TargetMethod))
            LookAt(context, local, types);
    }

    private static void LookAt(OperationAnalysisContext context, ILocalSymbol local, KnownTypes types)
    {
        if (!KnownTypes.Is(local.Type, types.RetainedMessage) || local.IsUsing)
            return;
        if (LocalUses.IsOnlyLookedAt(local, context.Operation.Root()))
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.NeverReleased, local.Locations[0], local.Name));
    }

    private static void LookAtCall(OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is IInvocationOperation { TargetMethod.Name: "Retain", Type: { } type, Parent: IExpressionStatementOperation } call && KnownTypes.Is(type, types.RetainedMessage))
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.NeverReleased, call.NameLocation(), call.Excerpt()));
    }
}
