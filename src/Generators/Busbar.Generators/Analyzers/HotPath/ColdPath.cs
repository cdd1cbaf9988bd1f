using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>
/// What a hot method does not do in steady state: what is thrown or ends a task as failed, what leads to a throw, what catches it,
/// what is made once into a field, what only debug builds do.
/// </summary>
internal static class ColdPath
{
    public static bool Contains(IOperation operation, KnownTypes types)
    {
        IOperation? child = null;
        for (IOperation? one = operation; one is not null; child = one, one = one.Parent)
        {
            bool cold = one switch
            {
                IThrowOperation or ICatchClauseOperation => true,
                IInvocationOperation call => KnownTypes.Has(call.TargetMethod, types.DoesNotReturn) || KnownTypes.Has(call.TargetMethod, types.Conditional) || Fails(call.TargetMethod),
                ICoalesceAssignmentOperation lazily => child == lazily.Value && lazily.Target is IFieldReferenceOperation,
                IBlockOperation block => AlwaysThrows(block.Operations, types),
                ISwitchCaseOperation section => AlwaysThrows(section.Body, types),
                _ => false,
            };
            if (cold)
                return true;
        }

        return false;
    }

    /// <summary>Throwing as asynchronous code does it.</summary>
    private static bool Fails(IMethodSymbol method) =>
        method.Name is "FromException" or "FromCanceled" or "SetException" or "TrySetException" && method.ContainingNamespace is { Name: "Tasks" or "Sources", ContainingNamespace.Name: "Threading" or "Tasks" };

    private static bool AlwaysThrows(ImmutableArray<IOperation> statements, KnownTypes types)
    {
        if (statements.Length == 0 || !Throws(statements[statements.Length - 1], types))
            return false;
        for (int i = 0; i < statements.Length - 1; i++)
        {
            if (MayLeave(statements[i]))
                return false;
        }

        return true;
    }

    private static bool Throws(IOperation statement, KnownTypes types) => statement switch
    {
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => KnownTypes.Has(call.TargetMethod, types.DoesNotReturn),
        _ => false,
    };

    private static bool MayLeave(IOperation operation)
    {
        if (operation is IReturnOperation or IBranchOperation)
            return true;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && MayLeave(child))
                return true;
        }

        return false;
    }
}
