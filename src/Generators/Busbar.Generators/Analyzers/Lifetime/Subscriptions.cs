using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Calls that subscribe.</summary>
internal static class Subscriptions
{
    public const string Queue = "SubscribeQueue";

    /// <summary>Whether the call makes a subscription that its result ends.</summary>
    public static bool IsMadeBy(IMethodSymbol method, KnownTypes types) =>
        !method.ReturnsVoid && method.Name is "Subscribe" or Queue && (KnownTypes.Is(method.ContainingType, types.Hub) || KnownTypes.Is(method.ContainingType, types.Broker));

    /// <summary>Whether what is subscribed to was made by the same method, so that both are let go together.</summary>
    public static bool IsToOwn(IInvocationOperation call) =>
        call.Instance?.Unwrapped() is ILocalReferenceOperation { Local: { } hub } && call.Root().Descendants().Any(one =>
            one is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, hub)
            && declarator.GetVariableInitializer()?.Value.Unwrapped() is IObjectCreationOperation);
}
