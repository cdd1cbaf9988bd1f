using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>The class that gets the events of a table, and what it declares to be overridden.</summary>
internal sealed class EventBase
{
    public const string EventAttribute = "Busbar.EventAttribute";
    public const string FallbackAttribute = "Busbar.EventFallbackAttribute";
    private const string TableAttribute = "Busbar.EventTableAttribute";
    private const string Outcome = "Busbar.EventOutcome";
    private const string Octets = "System.ReadOnlySpan<byte>";
    private const string DispatchName = "DispatchEvent";

    private readonly INamedTypeSymbol _derived;
    private readonly IMethodSymbol? _dispatch; // the nearest that stands in code already

    private EventBase(INamedTypeSymbol derived, INamedTypeSymbol type, AttributeData attribute)
    {
        _derived = derived;
        Type = type;
        Format = attribute.ConstructorArguments.FirstOrDefault().Value is byte format ? (EventFormat)format : EventFormat.MessagePack;
        IsTopics = attribute.Given("Topics", otherwise: false);
        _dispatch = FindDispatch();
    }

    /// <summary>The class with <c>[EventTable]</c>.</summary>
    public INamedTypeSymbol Type { get; }

    public EventFormat Format { get; }

    public bool IsTopics { get; }

    public bool HasDispatch => _dispatch is not null && (!IsTopics || Bases().SelectMany(static type => type.GetMembers("EventFilters").OfType<IPropertySymbol>()).Any());

    /// <summary>What is to be declared, for who forgot it.</summary>
    public string Expected => IsTopics
        ? "EventOutcome DispatchEvent(int filter, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) and IReadOnlyList<string> EventFilters { get; }"
        : "EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)";

    /// <summary>What the base class hands over beside the event.</summary>
    public IEnumerable<IParameterSymbol> Contexts => _dispatch!.Parameters.Skip(Leading);

    public string Access => _dispatch!.DeclaredAccessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Internal => "internal",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.ProtectedOrInternal when SymbolEqualityComparer.Default.Equals(_dispatch.ContainingAssembly, _derived.ContainingAssembly) => "protected internal",
        _ => "protected",
    };

    /// <summary>Whether there is something to be called that takes the events that this class does not.</summary>
    public bool CallsBase => !_dispatch!.IsAbstract || Bases().Any(HasEvents);

    private int Leading => IsTopics ? 3 : 2;

    public static EventBase? Find(INamedTypeSymbol derived)
    {
        for (INamedTypeSymbol? type = derived; type is not null; type = type.BaseType)
        {
            if (type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == TableAttribute) is { } attribute)
                return new EventBase(derived, type, attribute);
        }

        return null;
    }

    public static AttributeData? EventOf(ISymbol method) => method.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.ToDisplayString() == EventAttribute);

    public static bool IsFallback(ISymbol method) => method.GetAttributes().Any(static attribute => attribute.AttributeClass?.ToDisplayString() == FallbackAttribute);

    public static bool HasEvents(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>().Any(static method => EventOf(method) is not null || IsFallback(method));

    /// <summary>Whether the parameter asks for the object itself, by its class or one below it.</summary>
    public bool IsSelf(ITypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type, _derived))
            return true;
        foreach (INamedTypeSymbol one in Bases())
        {
            if (SymbolEqualityComparer.Default.Equals(type, one))
                return true;
            if (SymbolEqualityComparer.Default.Equals(one, Type))
                break;
        }

        return false;
    }

    private IEnumerable<INamedTypeSymbol> Bases()
    {
        for (INamedTypeSymbol? type = _derived.BaseType; type is not null; type = type.BaseType)
            yield return type;
    }

    private IMethodSymbol? FindDispatch() =>
        Bases().SelectMany(type => type.GetMembers(DispatchName).OfType<IMethodSymbol>()).FirstOrDefault(IsDispatch) is { IsSealed: false } found
        && (found.IsAbstract || found.IsVirtual || found.IsOverride)
            ? found
            : null;

    private bool IsDispatch(IMethodSymbol method) =>
        method is { IsStatic: false, IsGenericMethod: false } && method.ReturnType.ToDisplayString() == Outcome && method.Parameters.Length >= Leading
        && (!IsTopics || method.Parameters[0].Type.SpecialType == SpecialType.System_Int32)
        && method.Parameters.Skip(Leading - 2).Take(2).All(static parameter => parameter.RefKind == RefKind.None && parameter.Type.ToDisplayString() == Octets)
        && method.Parameters.All(static parameter => parameter.RefKind is RefKind.None or RefKind.In);
}
