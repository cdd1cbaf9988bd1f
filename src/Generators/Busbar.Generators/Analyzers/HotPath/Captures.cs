using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>What a lambda or local function takes along from outside.</summary>
internal static class Captures
{
    /// <summary>The name of the first thing captured, or null when there is none.</summary>
    public static string? First(IOperation function)
    {
        IMethodSymbol symbol = function is IAnonymousFunctionOperation lambda ? lambda.Symbol : ((ILocalFunctionOperation)function).Symbol;
        return symbol.IsStatic ? null : First(symbol, function, []);
    }

    private static string? First(IMethodSymbol function, IOperation operation, HashSet<ISymbol> seen)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            string? captured = child switch
            {
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => "this",
                ILocalReferenceOperation { Local: { IsConst: false } local } when IsOutside(function, local) => local.Name,
                IParameterReferenceOperation { Parameter: { } parameter } when IsOutside(function, parameter) => parameter.Name,
                IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } target } => FirstOf(function, child, target, seen),
                IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } target } => FirstOf(function, child, target, seen),
                _ => null,
            };
            captured ??= First(function, child, seen);
            if (captured is not null)
                return captured;
        }

        return null;
    }

    /// <summary>Calling a local function that captures is capturing the same.</summary>
    private static string? FirstOf(IMethodSymbol function, IOperation use, IMethodSymbol target, HashSet<ISymbol> seen) =>
        !target.IsStatic && IsOutside(function, target) && seen.Add(target.OriginalDefinition) && use.FindLocalFunction(target) is { } called
            ? First(function, called, seen)
            : null;

    private static bool IsOutside(IMethodSymbol function, ISymbol symbol)
    {
        for (ISymbol? one = symbol.ContainingSymbol; one is not null; one = one.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, function.OriginalDefinition))
                return false;
        }

        return true;
    }
}
