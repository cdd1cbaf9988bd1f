using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>
/// Which ValueTasks of Busbar are awaited again, one surely after the other, or by a loop that surely goes on? Busbar's come from
/// pools: the second await may take another call's answer.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AwaitedTwiceAnalyzer() : LifetimeAnalyzer(LifetimeRules.AwaitedTwice)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.VariableDeclarator);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        ILocalSymbol local = declarator.Symbol;
        if (!types.IsValueTask(local.Type) || declarator.GetVariableInitializer()?.Value.Unwrapped() is not IInvocationOperation call || !KnownTypes.IsOfBusbar(call.TargetMethod))
            return;

        List<ILocalReferenceOperation> uses = [.. LocalUses.Of(local, declarator.Root())];
        if (uses.Any(LocalUses.IsWritten))
            return;
        List<ILocalReferenceOperation> awaited = [.. uses.Where(IsAwaited)];
        (ILocalReferenceOperation? use, string how) = FindSecond(awaited, declarator);
        if (use is not null)
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.AwaitedTwice, use.Syntax.GetLocation(), local.Name, how, call.TargetMethod.Name));
    }

    private static (ILocalReferenceOperation? Use, string How) FindSecond(List<ILocalReferenceOperation> awaited, IOperation declarator)
    {
        for (int i = 0; i < awaited.Count; i++)
        {
            if (LoopAround(awaited[i], declarator) is { } loop && !MayEndEarly(loop))
                return (awaited[i], "in a loop");
            if (Certain(awaited[i]) is not { } block)
                continue;
            for (int j = i + 1; j < awaited.Count; j++)
            {
                if (IsIn(awaited[j], block) && awaited[j].Function() == awaited[i].Function())
                    return (awaited[j], "again");
            }
        }

        return (null, "");
    }

    private static bool IsAwaited(ILocalReferenceOperation use)
    {
        IOperation? user = use.User(out IOperation child);
        if (user is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance == child)
            user = configured.User(out _);
        return user is IAwaitOperation;
    }

    /// <summary>The block that surely comes by the await whenever it is entered and not left before; null when that is not sure.</summary>
    private static IBlockOperation? Certain(IOperation operation)
    {
        for (IOperation? one = operation.Parent; one is not null; one = one.Parent)
        {
            switch (one)
            {
                case IBlockOperation block:
                    return block;
                case IConditionalOperation or ICoalesceOperation or ICoalesceAssignmentOperation or ISwitchExpressionArmOperation or ISwitchCaseOperation or ILoopOperation or IConditionalAccessOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The innermost loop around the await and not around the declaration.</summary>
    private static ILoopOperation? LoopAround(IOperation operation, IOperation declarator)
    {
        for (IOperation? one = operation.Parent; one is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); one = one.Parent)
        {
            if (one is ILoopOperation loop)
                return IsIn(declarator, loop) || (loop is IForEachLoopOperation each && IsIn(operation, each.Collection)) ? null : loop;
        }

        return null;
    }

    private static bool MayEndEarly(ILoopOperation loop) => loop.Body.DescendantsAndSelf().Any(one => one is IReturnOperation or IThrowOperation or IBranchOperation);

    private static bool IsIn(IOperation operation, IOperation outer)
    {
        for (IOperation? one = operation; one is not null; one = one.Parent)
        {
            if (one == outer)
                return true;
        }

        return false;
    }
}
