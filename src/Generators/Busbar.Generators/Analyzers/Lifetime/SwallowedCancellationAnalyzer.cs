using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>
/// Which endless loops catch cancellation and go on? Only those that have no other way out, so that once the token is cancelled the
/// call throws at once, again and again. Catching it outside of a loop, to end quietly, is fine.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedCancellationAnalyzer() : LifetimeAnalyzer(LifetimeRules.SwallowedCancellation)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(Look, OperationKind.CatchClause);

    private static void Look(OperationAnalysisContext context)
    {
        if (context.Operation is not ICatchClauseOperation { Filter: null, Handler.Operations.IsEmpty: true, Parent: ITryOperation attempt } clause || !Swallows(clause.ExceptionType))
            return;
        if (LoopAround(attempt) is not { } loop || !IsEndless(loop) || HasAWayOut(loop, attempt.Body))
            return;
        if (attempt.Body.Descendants().OfType<IAwaitOperation>().Select(Token).FirstOrDefault(token => token is not null) is { } awaited)
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.SwallowedCancellation, clause.Syntax.GetFirstToken().GetLocation(), awaited.Name));
    }

    private static bool Swallows(ITypeSymbol? type) =>
        type is null or { Name: nameof(Exception) or nameof(OperationCanceledException), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } or { SpecialType: SpecialType.System_Object };

    private static ILoopOperation? LoopAround(IOperation operation)
    {
        for (IOperation? one = operation.Parent; one is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); one = one.Parent)
        {
            if (one is ILoopOperation loop)
                return loop;
        }

        return null;
    }

    private static bool IsEndless(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
        IForLoopOperation { Condition: null } => true,
        _ => false,
    };

    /// <summary>Leaves, throws, asks the token, or waits outside of the attempt, where cancellation is not caught.</summary>
    private static bool HasAWayOut(ILoopOperation loop, IOperation attempted) => loop.Body.Descendants().Any(one => one switch
    {
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        IMemberReferenceOperation { Member.Name: "IsCancellationRequested" } => true,
        IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested" } => true,
        IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } => !attempted.Syntax.Span.Contains(one.Syntax.Span),
        _ => false,
    });

    /// <summary>The token, a parameter or field, that is passed to the call of Busbar that is awaited; or null.</summary>
    private static ISymbol? Token(IAwaitOperation wait)
    {
        IOperation source = wait.Operation.Unwrapped();
        if (source is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
            source = inner.Unwrapped();
        if (source is not IInvocationOperation call || !KnownTypes.IsOfBusbar(call.TargetMethod))
            return null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: nameof(CancellationToken) })
                return argument.Value switch
                {
                    IParameterReferenceOperation parameter => parameter.Parameter,
                    IFieldReferenceOperation { Field.IsReadOnly: true } field => field.Field,
                    _ => null,
                };
        }

        return null;
    }
}
