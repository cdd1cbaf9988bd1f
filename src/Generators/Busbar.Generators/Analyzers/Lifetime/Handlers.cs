using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Functions given to Busbar to be called when something comes.</summary>
internal static class Handlers
{
    /// <summary>The lambda or method group that the argument hands over as a handler, with the method it is passed to; null when it is no handler.</summary>
    public static IOperation? Find(IArgumentOperation argument, out IMethodSymbol passedTo)
    {
        passedTo = null!;
        if (argument is not { Parameter.Type.TypeKind: TypeKind.Delegate, Parent: IInvocationOperation { TargetMethod: { } method } } || !Takes(method))
            return null;
        passedTo = method;
        return argument.Value.Unwrapped() is IDelegateCreationOperation made ? made.Target : null;
    }

    public static IMethodSymbol? Symbol(IOperation handler) => handler switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation group => group.Method,
        _ => null,
    };

    /// <summary>The body, where it stands in the same method.</summary>
    public static IOperation? Body(IOperation handler) => handler switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } method } => handler.FindLocalFunction(method)?.Body,
        _ => null,
    };

    private static bool Takes(IMethodSymbol method) =>
        KnownTypes.IsOfBusbar(method) && (method.Name.StartsWith("Subscribe", StringComparison.Ordinal) || (method.Name.Length > 2 && method.Name.StartsWith("On", StringComparison.Ordinal) && char.IsUpper(method.Name[2])));
}
