using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>The methods of one table in, their models out, and what is wrong with them at the method or parameter at fault.</summary>
internal sealed class EventMethodParser(
    EventBase table, IReadOnlyList<EventContext> contexts, PayloadParser values, List<DiagnosticInfo> diagnostics, Func<string, string> newName)
{
    private const string Octets = "System.ReadOnlySpan<byte>";
    private const int MostPlain = 15; // values of a list whose header is one octet

    public EventModel? ParseEvent(IMethodSymbol method, AttributeData attribute)
    {
        string? name = attribute.ConstructorArguments.FirstOrDefault().Value as string;
        if (name is null)
            return ReportName(method, "not given");
        if (name.Length == 0 && !table.IsTopics)
            return ReportName(method, "empty");
        if (HasHalfCharacter(name))
            return ReportName(method, "no valid text");

        EventTopic? topic = table.IsTopics ? EventTopic.Parse(name) : null;
        if (topic is { Problem.Length: > 0 })
            Report(EventRules.InvalidFilter, method, name, method.Name, topic.Problem);
        bool isRaw = table.Format == EventFormat.Raw || attribute.Given("Raw", otherwise: false);
        EventReturn? result = ParseReturn(method);
        if (!isRaw)
            CheckUntyped(method);

        int before = diagnostics.Count(IsError);
        var parser = new EventArgumentParser(table, contexts, values, Report, topic?.Levels, isRaw);
        EventArgument[] arguments = [.. method.Parameters.Select(parameter => parser.Parse(parameter)).OfType<EventArgument>()];
        foreach (string unbound in (topic is { Problem: "" } ? topic.Levels.Keys : []).Where(level => !method.Parameters.Any(parameter => parameter.Name == level)))
            Report(EventRules.UnboundLevel, method, name, method.Name, unbound);
        return result is null || diagnostics.Count(IsError) > before
            ? null
            : Model(method, name, topic?.Filter ?? name, result.Value, arguments);
    }

    public EventModel? ParseFallback(IMethodSymbol method)
    {
        if (table.IsTopics)
            return ReportFallback(method, "its table is one of topics; write [Event(\"#\")]");
        if (EventBase.EventOf(method) is not null)
            return ReportFallback(method, "it takes an event of its own; keep one of the attributes");

        int before = diagnostics.Count(IsError);
        EventReturn? result = ParseReturn(method);
        var parser = new EventArgumentParser(table, contexts, values, Report, levels: null, isRaw: true);
        var arguments = new List<EventArgument>();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool isName = arguments.Count == 0 && (parameter.Type.SpecialType == SpecialType.System_String || parameter.Type.ToDisplayString() == Octets);
            EventArgument? argument = isName && parameter.RefKind == RefKind.None ? parser.Name(parameter) : parser.Parse(parameter);
            if (argument is not null)
                arguments.Add(argument);
        }

        bool takesName = arguments.Any(argument => argument.Kind == EventArgumentKind.EventName);
        if (!takesName && diagnostics.Count(IsError) == before)
            return ReportFallback(method, "it does not take the event's name first, as a ReadOnlySpan<byte> or a string");
        return result is null || diagnostics.Count(IsError) > before ? null : Model(method, "", "", result.Value, arguments);
    }

    private EventModel Model(IMethodSymbol method, string name, string filter, EventReturn result, IReadOnlyList<EventArgument> arguments)
    {
        string call = method.ToDisplayString(new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
        string dispatch = newName("Dispatch" + method.Name);
        string? inAnyForm = table.Format == EventFormat.MessagePack && ArePlain(arguments) ? newName(dispatch + "InAnyForm") : null;
        return new EventModel(name, filter, method.IsStatic ? call : "this." + call, dispatch, inAnyForm, dispatch.Substring("Dispatch".Length), result, arguments.ToEquatableArray());
    }

    /// <summary>Whether the payload is a list of numbers and truth values that have to be there.</summary>
    private static bool ArePlain(IReadOnlyList<EventArgument> arguments)
    {
        EventArgument[] decoded = [.. arguments.Where(argument => argument.Kind == EventArgumentKind.Payload)];
        return decoded.Length is > 0 and <= MostPlain && Array.TrueForAll(decoded, argument => argument is { Value.IsPlain: true, Default: null });
    }

    private EventReturn? ParseReturn(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
            Report(EventRules.UnsupportedMethod, method, method.Name, "it has type parameters, and no event says which types they are");
        else if (method.ExplicitInterfaceImplementations.Length > 0)
            Report(EventRules.UnsupportedMethod, method, method.Name, "it implements an interface explicitly; write a method of its own");
        else if (method is { ReturnsVoid: true, IsAsync: true })
            Report(EventRules.AsyncVoid, method, method.Name);
        else if (method.ReturnsVoid)
            return EventReturn.Nothing;
        else if (method is { ReturnsByRef: false, ReturnsByRefReadonly: false } && method.ReturnType.ToDisplayString() is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask")
            return EventReturn.Task;
        else
            Report(EventRules.UnsupportedMethod, method, method.Name, $"it returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, which nobody takes; return nothing, Task or ValueTask");
        return null;
    }

    /// <summary>One parameter for all arguments is how connectors that find methods by reflection hand them over.</summary>
    private void CheckUntyped(IMethodSymbol method)
    {
        IParameterSymbol[] own = [.. method.Parameters.Where(parameter => !contexts.Any(context => context.Type.TrimEnd('?') == PayloadParser.NameOf(parameter.Type)))];
        if (own.Length == 1 && UntypedArguments.Are(own[0]))
            Report(EventRules.UntypedArguments, method, method.Name, own[0].Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
    }

    private static bool HasHalfCharacter(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                i++;
            else if (char.IsSurrogate(name[i]))
                return true;
        }

        return false;
    }

    private static bool IsError(DiagnosticInfo diagnostic) => diagnostic.Rule.DefaultSeverity == DiagnosticSeverity.Error;

    private EventModel? ReportName(IMethodSymbol method, string problem)
    {
        Report(EventRules.InvalidName, method, method.Name, problem);
        return null;
    }

    private EventModel? ReportFallback(IMethodSymbol method, string problem)
    {
        Report(EventRules.InvalidFallback, method, method.Name, problem);
        return null;
    }

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));
}
