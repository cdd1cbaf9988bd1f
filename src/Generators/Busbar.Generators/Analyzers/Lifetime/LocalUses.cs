using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>What a method does with one of its locals.</summary>
internal static class LocalUses
{
    public static IEnumerable<ILocalReferenceOperation> Of(ILocalSymbol local, IOperation within)
    {
        foreach (IOperation one in within.DescendantsAndSelf())
        {
            if (one is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                yield return reference;
        }
    }

    /// <summary>Whether all that is ever done with it is to read its members and call them, save those that end it.</summary>
    public static bool IsOnlyLookedAt(ILocalSymbol local, IOperation within)
    {
        foreach (ILocalReferenceOperation reference in Of(local, within))
        {
            if (reference.IsDeclaration)
                continue;
            bool isLook = reference.User(out IOperation child) switch
            {
                IInvocationOperation call => call.Instance == child && !Ends(call.TargetMethod) && !MayHandOn(call),
                IMemberReferenceOperation member => member.Instance == child && member is not IMethodReferenceOperation && member.Member.Name != "Completion", // whoever awaits its end
                INameOfOperation => true,
                _ => false,
            };
            if (!isLook)
                return false;
        }

        return true;
    }

    public static bool IsWritten(ILocalReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IArgumentOperation argument => argument.Parameter is { RefKind: not RefKind.None },
        IAddressOfOperation => true,
        _ => reference.IsDeclaration,
    };

    private static bool Ends(IMethodSymbol method) => method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Abort" or "Stop" or "StopAsync";

    /// <summary>A method that answers with the thing itself, as builders do: whoever gets that may end it.</summary>
    private static bool MayHandOn(IInvocationOperation call) => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ReturnType, call.Instance!.Type) && call.Instance.Type!.IsReferenceType;
}
