using Busbar.Generators.Diagnostics;
using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>A class with methods for events in, its model, and what is wrong with it, out.</summary>
internal sealed class EventTableParser
{
    private readonly INamedTypeSymbol _type;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly HashSet<string> _taken; // names of members, of this class and below

    private readonly string _suffix;

    private EventTableParser(INamedTypeSymbol type)
    {
        _type = type;
        _suffix = IsInsideItsBase(type) ? type.Name : "";
        _taken = new HashSet<string>(type.TypeParameters.Select(parameter => parameter.Name), StringComparer.Ordinal) { type.Name };
        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
            _taken.UnionWith(one.GetMembers().Select(member => member.Name));
    }

    /// <summary>The table of a method's class, when the method is the first in it; null for all others.</summary>
    public static Parsed<EventTableModel>? ParseFirst(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        IMethodSymbol? first = Methods(method.ContainingType).FirstOrDefault(IsForEvents);
        bool isFirst = SymbolEqualityComparer.Default.Equals(first, method.PartialDefinitionPart ?? method);
        bool isFirstAttribute = EventBase.EventOf(method) is null || context.Attributes[0].AttributeClass?.ToDisplayString() == EventBase.EventAttribute;
        return isFirst && isFirstAttribute ? new EventTableParser(method.ContainingType).Parse(cancellationToken) : null;
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>();

    private static bool IsForEvents(IMethodSymbol method) => EventBase.EventOf(method) is not null || EventBase.IsFallback(method);

    private Parsed<EventTableModel> Parse(CancellationToken cancellationToken)
    {
        EventBase? table = CheckType(cancellationToken);
        EventTableModel? model = table is { HasDispatch: true } ? ParseEvents(table, cancellationToken) : null;
        bool isWrong = _diagnostics.Any(one => one.Rule.DefaultSeverity == DiagnosticSeverity.Error);
        return new Parsed<EventTableModel>(isWrong ? null : model, _diagnostics.ToEquatableArray());
    }

    private static bool IsInsideItsBase(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            for (INamedTypeSymbol? one = type.BaseType; one is not null; one = one.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, outer.OriginalDefinition))
                    return true;
            }
        }

        return false;
    }

    private EventBase? CheckType(CancellationToken cancellationToken)
    {
        if (TypeParser.FindNotPartial(_type, cancellationToken) is { } notPartial)
            Report(EventRules.NotPartial, notPartial, notPartial.Name);
        if (TypeParser.IsFileLocal(_type))
            Report(EventRules.FileLocal, _type, _type.Name);
        EventBase? table = EventBase.Find(_type);
        if (table is null)
            Report(EventRules.NoTable, _type, _type.Name);
        else if (!table.HasDispatch)
            Report(EventRules.NoDispatch, _type, _type.Name, table.Expected);
        return table;
    }

    private EventTableModel ParseEvents(EventBase table, CancellationToken cancellationToken)
    {
        var values = new PayloadParser();
        EventContext[] contexts = [.. table.Contexts.Select(ContextOf)];
        var methods = new EventMethodParser(table, contexts, values, _diagnostics, NewName);
        var events = new List<EventModel>();
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        EventModel? fallback = null;
        foreach (IMethodSymbol method in Methods(_type).Where(IsForEvents))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EventBase.IsFallback(method))
            {
                if (fallback is not null)
                    Report(EventRules.InvalidFallback, method, method.Name, "another method is; a class has one");
                fallback = methods.ParseFallback(method) ?? fallback;
            }
            else if (methods.ParseEvent(method, EventBase.EventOf(method)!) is { } model)
            {
                if (!table.IsTopics && byName.TryGetValue(model.Name, out string? other))
                    Report(EventRules.DuplicateName, method, method.Name, model.Name, other);
                byName[model.Name] = method.Name;
                events.Add(model);
            }
        }

        return new EventTableModel(
            TypeParser.Parse(_type), table.Format, table.IsTopics, table.Access, contexts.ToEquatableArray(), table.CallsBase, NewName("EventArguments"),
            events.ToEquatableArray(), fallback, NewName("DispatchBelow"), values.UserTypes);
    }

    private EventContext ContextOf(IParameterSymbol parameter)
    {
        string type = parameter.Type.ToDisplayString(TypeParser.FullName);
        string name = parameter.Name;
        while (name is "name" or "payload" or "topic" or "filter" or "reader" or "plain" or "count")
            name += "Context";
        return new EventContext(type, PayloadText.Escaped(name), parameter.RefKind == RefKind.In ? "in " : "");
    }

    /// <summary>A name that no member has; a class inside its own base sees what is generated there, too, which is not yet to be seen here.</summary>
    private string NewName(string stem)
    {
        stem += _suffix;
        string name = stem;
        for (int number = 2; !_taken.Add(name); number++)
            name = stem + number;
        return name;
    }

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));
}
