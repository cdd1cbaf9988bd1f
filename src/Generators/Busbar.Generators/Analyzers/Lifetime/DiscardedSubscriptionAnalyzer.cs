using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>
/// Which subscriptions does nobody keep? Writing <c>_ =</c> says that a handler is meant to stay for as long as the hub; a queue that
/// nobody can read is never meant.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DiscardedSubscriptionAnalyzer() : LifetimeAnalyzer(LifetimeRules.DiscardedSubscription)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.Invocation);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Subscriptions.IsMadeBy(call.TargetMethod, types))
            return;

        bool isQueue = call.TargetMethod.Name == Subscriptions.Queue;
        bool isDiscarded = call.User(out _) switch
        {
            IExpressionStatementOperation => isQueue || !Subscriptions.IsToOwn(call),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => isQueue,
            _ => false,
        };
        if (!isDiscarded)
            return;

        string name = call.TargetMethod.Name;
        context.ReportDiagnostic(isQueue
            ? Diagnostic.Create(LifetimeRules.DiscardedSubscription, call.NameLocation(), name, "the queue fills and nobody can read it", "keep it, read it and dispose it")
            : Diagnostic.Create(LifetimeRules.DiscardedSubscription, call.NameLocation(), name, $"the handler is called for as long as the {call.TargetMethod.ContainingType.Name} lives", "keep it and dispose it, or write '_ =' where that is meant"));
    }
}
