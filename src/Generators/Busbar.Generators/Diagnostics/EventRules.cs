using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What can be wrong with methods for events: BUS1xxx.</summary>
internal static class EventRules
{
    private const string Category = "Busbar.Events";

    public static readonly DiagnosticDescriptor NotPartial = Rule.Error("BUS1001", Category,
        "A class with events must be partial", "'{0}' is not partial, so that nothing can be generated into it; write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor InvalidName = Rule.Error("BUS1002", Category,
        "A name that no event can have", "The name of the event of '{0}' is {1}; write another one in the attribute");

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Error("BUS1003", Category,
        "An event that stands twice", "'{0}' takes the event \"{1}\" as '{2}' does; give one of them another name, or call one from the other");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Rule.Error("BUS1004", Category,
        "A parameter that no argument can become", "Parameter '{0}' of '{1}' cannot be given: {2}");

    public static readonly DiagnosticDescriptor NoTable = Rule.Error("BUS1005", Category,
        "Events need a class that gets them", "'{0}' has methods for events, and no class that it derives from has [EventTable]; derive it from one that gets events");

    public static readonly DiagnosticDescriptor UnsupportedMethod = Rule.Error("BUS1006", Category,
        "A method that no event can call", "'{0}' cannot be called for an event: {1}");

    public static readonly DiagnosticDescriptor AsyncVoid = Rule.Error("BUS1007", Category,
        "A method for an event is async void", "'{0}' is async void: what it throws ends the process, and nobody awaits it; return Task or ValueTask");

    public static readonly DiagnosticDescriptor FileLocal = Rule.Error("BUS1008", Category,
        "A class with events must be visible outside its file", "'{0}' is local to its file, so that no generated file can continue it; remove 'file'");

    public static readonly DiagnosticDescriptor InvalidFilter = Rule.Error("BUS1009", Category,
        "A filter that no topic can match", "\"{0}\" of '{1}' is no filter of topics: {2}");

    public static readonly DiagnosticDescriptor UnboundLevel = Rule.Error("BUS1010", Category,
        "A named level needs its parameter", "\"{0}\" of '{1}' names the level '{2}', and no parameter is called so; add one, or write '+'");

    public static readonly DiagnosticDescriptor NoDispatch = Rule.Error("BUS1011", Category,
        "A base class without a dispatch to override", "'{0}' has events, and nothing below it declares '{1}' that can be overridden; declare it protected and abstract or virtual in the class with [EventTable]");

    public static readonly DiagnosticDescriptor InvalidFallback = Rule.Error("BUS1012", Category,
        "A fallback that takes no event", "'{0}' cannot be the fallback: {1}");

    public static readonly DiagnosticDescriptor UntypedArguments = Rule.Warning("BUS1013", Category,
        "Arguments as other connectors give them", "'{0}' takes its arguments as one {1}, as connectors with reflection give them; write one typed parameter for each argument, or Raw = true to decode the payload yourself");
}
