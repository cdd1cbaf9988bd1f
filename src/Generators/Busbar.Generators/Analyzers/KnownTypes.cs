using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Analyzers;

/// <summary>The types that the analyzers ask for, looked up once per compilation and shared by all of them.</summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> All = new();

    private KnownTypes(Compilation compilation)
    {
        HotPath = compilation.GetTypeByMetadataName("Busbar.HotPathAttribute");
        Hub = compilation.GetTypeByMetadataName("Busbar.Hub`1");
        Broker = compilation.GetTypeByMetadataName("Busbar.Messaging.Broker");
        RetainedMessage = compilation.GetTypeByMetadataName("Busbar.Messaging.RetainedMessage");
        Enumerable = compilation.GetTypeByMetadataName("System.Linq.Enumerable");
        Queryable = compilation.GetTypeByMetadataName("System.Linq.Queryable");
        Task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
        TaskOfT = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1");
        ValueTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
        Thread = compilation.GetTypeByMetadataName("System.Threading.Thread");
        Span = compilation.GetTypeByMetadataName("System.Span`1");
        ReadOnlySpan = compilation.GetTypeByMetadataName("System.ReadOnlySpan`1");
        AsyncDisposable = compilation.GetTypeByMetadataName("System.IAsyncDisposable");
        AsyncMethodBuilder = compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.AsyncMethodBuilderAttribute");
        DoesNotReturn = compilation.GetTypeByMetadataName("System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute");
        Conditional = compilation.GetTypeByMetadataName("System.Diagnostics.ConditionalAttribute");
    }

    public INamedTypeSymbol? HotPath { get; }

    public INamedTypeSymbol? Hub { get; }

    public INamedTypeSymbol? Broker { get; }

    public INamedTypeSymbol? RetainedMessage { get; }

    public INamedTypeSymbol? Enumerable { get; }

    public INamedTypeSymbol? Queryable { get; }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? Thread { get; }

    public INamedTypeSymbol? Span { get; }

    public INamedTypeSymbol? ReadOnlySpan { get; }

    public INamedTypeSymbol? AsyncDisposable { get; }

    public INamedTypeSymbol? AsyncMethodBuilder { get; }

    public INamedTypeSymbol? DoesNotReturn { get; }

    public INamedTypeSymbol? Conditional { get; }

    public static KnownTypes Of(Compilation compilation) => All.GetValue(compilation, static one => new KnownTypes(one));

    /// <summary>Whether the method, or the property it belongs to, carries <c>[HotPath]</c>.</summary>
    public bool IsHot(ISymbol symbol) =>
        symbol is IMethodSymbol method && (Has(method, HotPath) || (method.AssociatedSymbol is { } property && Has(property, HotPath)));

    public bool IsSpan(ITypeSymbol? type) => Is(type, Span) || Is(type, ReadOnlySpan);

    public bool IsTask(ITypeSymbol? type) => Is(type, Task) || Is(type, TaskOfT);

    public bool IsValueTask(ITypeSymbol? type) => Is(type, ValueTask) || Is(type, ValueTaskOfT);

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) =>
        known is not null && type is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known);

    /// <summary>Whether it is declared in the namespace Busbar or one below it.</summary>
    public static bool IsOfBusbar(ISymbol? symbol)
    {
        INamespaceSymbol? space = symbol?.ContainingNamespace;
        if (space is null || space.IsGlobalNamespace)
            return false;
        while (!space.ContainingNamespace.IsGlobalNamespace)
            space = space.ContainingNamespace;
        return space.Name == "Busbar";
    }

    public static bool Has(ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
            return false;
        foreach (AttributeData one in symbol.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(one.AttributeClass, attribute))
                return true;
        }

        return false;
    }
}
