using Busbar.Generators.Diagnostics;
using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>The parameters of one method for an event, in their order.</summary>
internal sealed class EventArgumentParser(
    EventBase table, IReadOnlyList<EventContext> contexts, PayloadParser values, Action<DiagnosticDescriptor, ISymbol, string[]> report,
    IReadOnlyDictionary<string, int>? levels, bool isRaw)
{
    private static readonly HashSet<string> GeneratedLocals = new(["name", "payload", "topic", "filter", "reader", "plain", "count", "exception", "outcome"], StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(GeneratedLocals.Concat(contexts.Select(context => context.Name.TrimStart('@'))), StringComparer.Ordinal);
    private int _payloads;

    /// <summary>Null when nothing can become it, which is reported.</summary>
    public EventArgument? Parse(IParameterSymbol parameter)
    {
        if (Context(parameter) is { } context)
            return context;
        if (parameter.RefKind != RefKind.None)
            return Refuse(parameter, "it is passed by reference");
        if (parameter.IsParams)
            return Refuse(parameter, "it is 'params'; write an array or a list");
        if (table.IsSelf(parameter.Type))
            return new EventArgument(EventArgumentKind.Context, parameter.Name, "this", null, null, 0);
        if (levels is not null && levels.TryGetValue(parameter.Name, out int level))
            return Level(parameter, level);
        return isRaw ? RawPayload(parameter) : Payload(parameter);
    }

    /// <summary>The event's name, in a fallback.</summary>
    public EventArgument Name(IParameterSymbol parameter) => Argument(EventArgumentKind.EventName, parameter, values.Parse(parameter.Type, out _), null, 0);

    private EventArgument? Context(IParameterSymbol parameter)
    {
        string type = PayloadParser.NameOf(parameter.Type);
        EventContext[] fitting = [.. contexts.Where(context => context.Type.TrimEnd('?') == type)];
        EventContext? context = fitting.FirstOrDefault(one => one.Name.TrimStart('@') == parameter.Name) ?? fitting.FirstOrDefault();
        return context is null || parameter.RefKind is not (RefKind.None or RefKind.In)
            ? null
            : new EventArgument(EventArgumentKind.Context, parameter.Name, (parameter.RefKind == RefKind.In ? "in " : "") + context.Name, null, null, 0);
    }

    private EventArgument? Payload(IParameterSymbol parameter)
    {
        if (values.Parse(parameter.Type, out string problem) is not { } value)
            return Refuse(parameter, $"it is of type {TypeOf(parameter)}, and {problem}");
        return Argument(EventArgumentKind.Payload, parameter, value, parameter.HasExplicitDefaultValue ? Constants.DefaultOf(parameter) : null, _payloads++);
    }

    private EventArgument? RawPayload(IParameterSymbol parameter)
    {
        if (values.Parse(parameter.Type, out _) is not { Kind: PayloadKind.OctetSpan or PayloadKind.Octets or PayloadKind.String } value)
            return Refuse(parameter, $"it is of type {TypeOf(parameter)}, and a payload that is not decoded is a ReadOnlySpan<byte>, a byte[] or a string");
        return _payloads++ > 0
            ? Refuse(parameter, "the payload is not decoded, and another parameter takes it")
            : Argument(EventArgumentKind.RawPayload, parameter, value, null, 0);
    }

    private EventArgument? Level(IParameterSymbol parameter, int level)
    {
        PayloadType? value = values.Parse(parameter.Type, out _);
        bool isLevel = value?.Kind is PayloadKind.String || value is
        {
            IsNullable: false,
            Kind: PayloadKind.OctetSpan or PayloadKind.Boolean or PayloadKind.SByte or PayloadKind.Byte or PayloadKind.Int16 or PayloadKind.UInt16 or PayloadKind.Int32
                or PayloadKind.UInt32 or PayloadKind.Int64 or PayloadKind.UInt64 or PayloadKind.Single or PayloadKind.Double or PayloadKind.Decimal or PayloadKind.Guid or PayloadKind.Enum
        };
        return isLevel
            ? Argument(EventArgumentKind.Level, parameter, value, null, level)
            : Refuse(parameter, $"it is of type {TypeOf(parameter)}, and a level of a topic is a string, a ReadOnlySpan<byte>, a number, a truth value, a Guid or an enumeration, never null");
    }

    private EventArgument Argument(EventArgumentKind kind, IParameterSymbol parameter, PayloadType? value, string? given, int index)
    {
        string local = parameter.Name;
        while (!_taken.Add(local))
            local += "Argument";
        return new EventArgument(kind, parameter.Name, PayloadText.Escaped(local), value, given, index);
    }

    private EventArgument? Refuse(IParameterSymbol parameter, string problem)
    {
        report(EventRules.UnsupportedParameter, parameter, [parameter.Name, parameter.ContainingSymbol.Name, problem]);
        return null;
    }

    private static string TypeOf(IParameterSymbol parameter) => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
