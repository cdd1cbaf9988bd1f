using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Calls that subscribe.</summary>
internal static class Subscriptions
{
    public const string Queue = "SubscribeQueue";

    /// <summary>Whether the call makes a subscription that its result ends.</summary>
    public static bool IsMadeBy(IMethodSymbol method, KnownTypes types) =>
        !method.ReturnsVoid && method.Name is "Subscribe" or Queue && (KnownTypes.Is(method.ContainingType, types.Hub) || KnownTypes.Is(method.ContainingType, types.Broker));

    /// <summary>Whether what is subscribed to was made by the same method, or with the object it stands in, so that all are let go together.</summary>
    public static bool IsToOwn(IInvocationOperation call) => call.Instance?.Unwrapped() switch
    {
        ILocalReferenceOperation { Local: { } local } => call.Root().Descendants().Any(one => IsMade(one, local)),
        IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => IsMade(field) || call.Root().Descendants().Any(one => IsMade(one, field)),
        _ => false,
    };

    private static bool IsMade(IOperation operation, ISymbol variable) => operation switch
    {
        IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable) && declarator.GetVariableInitializer()?.Value.Unwrapped() is IObjectCreationOperation,
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: { } field }, Value: { } value } => SymbolEqualityComparer.Default.Equals(field, variable) && value.Unwrapped() is IObjectCreationOperation,
        _ => false,
    };

    private static bool IsMade(IFieldSymbol field)
    {
        foreach (SyntaxReference declaration in field.DeclaringSyntaxReferences)
        {
            if (declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax })
                return true;
        }

        return false;
    }
}
