using System.Globalization;
using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>The model of a class with events in, the text of its other half out: the look-up, a method for each event, and what decodes.</summary>
internal sealed class EventTableEmitter
{
    private const string Outcome = "global::Busbar.EventOutcome";
    private const string NotFound = Outcome + ".NotFound";
    private const string Apart = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";
    private const string Octets = "global::System.ReadOnlySpan<byte>";

    private readonly SourceWriter _writer;
    private readonly EventTableModel _model;
    private readonly EventDecoder _decoder;
    private readonly bool _comparesLate; // many names are compared by the methods that the switch leads to

    private EventTableEmitter(SourceWriter writer, EventTableModel model)
    {
        _writer = writer;
        _model = model;
        _decoder = EventDecoder.For(model);
        _comparesLate = !model.IsTopics && model.Events.Count > NameSwitch.MostCompared;
    }

    public static string Emit(EventTableModel model) =>
        FileEmitter.Emit(model.Type, nameof(EventGenerator), null, writer => new EventTableEmitter(writer, model).Emit());

    private void Emit()
    {
        if (_model.IsTopics)
            EmitFilters();
        EmitDispatch();
        foreach (EventModel model in _model.Events)
            EmitEvent(model);
        EmitValues();
    }

    private void EmitFilters()
    {
        string own = $"{_model.Values}.Filters";
        _writer.Line("/// <inheritdoc/>");
        _writer.Line($"{_model.Access} override global::System.Collections.Generic.IReadOnlyList<string> EventFilters => {(_model.CallsBase ? $"[.. {own}, .. base.EventFilters]" : own)};").Line();
    }

    private void EmitDispatch()
    {
        string first = _model.IsTopics ? $"int filter, {Octets} topic" : $"{Octets} name";
        _writer.Line("/// <inheritdoc/>");
        _writer.Open($"{_model.Access} override {Outcome} DispatchEvent({string.Join(", ", [first, $"{Octets} payload", .. _model.Contexts.Select(context => context.Declared)])})");
        if (_model.IsTopics)
            EmitTopicSwitch();
        else
            EmitNameSwitch();
        _writer.Close();
        if (HasBelow)
            EmitBelowMethod();
    }

    private void EmitNameSwitch()
    {
        (string, Action<SourceWriter>)[] cases = [.. _model.Events.Select(one => (one.Name, (Action<SourceWriter>)(body => body.Line($"return {Dispatch(one)};"))))];
        if (_comparesLate)
            NameSwitch.EmitUncompared(_writer, "name", cases);
        else
            NameSwitch.Emit(_writer, "name", cases, otherwise: null, leaves: true);
        if (cases.Length > 0)
            _writer.Line();

        if (_comparesLate)
            _writer.Line($"return {Below};");
        else
            EmitBelow();
    }

    /// <summary>What becomes of an event that no method of this class takes.</summary>
    private void EmitBelow()
    {
        string below = _model.CallsBase ? $"base.DispatchEvent({string.Join(", ", ["name", "payload", .. _model.Contexts.Select(context => context.Handed)])})" : NotFound;
        if (_model.Fallback is not { } fallback)
        {
            _writer.Line($"return {below};");
            return;
        }

        if (_model.CallsBase)
        {
            _writer.Line($"{Outcome} outcome = {below};");
            _writer.Line("if (outcome.Status != global::Busbar.EventStatus.NotFound)").Indented("return outcome;").Line();
        }

        EmitCall(fallback);
    }

    /// <summary>The same as a method, where every method of the table may find that an event is not its own.</summary>
    private void EmitBelowMethod()
    {
        _writer.Line().Open($"private {Outcome} {_model.Below}({string.Join(", ", EventInputs.Select(input => input.Declared))})");
        EmitBelow();
        _writer.Close();
    }

    private bool HasBelow => _comparesLate && (_model.CallsBase || _model.Fallback is not null);

    private string Below => HasBelow ? $"this.{_model.Below}({string.Join(", ", EventInputs.Select(input => input.Handed))})" : NotFound;

    private IEnumerable<EventContext> EventInputs => [new(Octets, "name", ""), new(Octets, "payload", ""), .. _model.Contexts];

    private void EmitTopicSwitch()
    {
        string below = _model.CallsBase
            ? $"base.DispatchEvent({string.Join(", ", [$"filter - {Text(_model.Events.Count)}", "topic", "payload", .. _model.Contexts.Select(context => context.Handed)])})"
            : NotFound;
        _writer.Open("return filter switch");
        for (int i = 0; i < _model.Events.Count; i++)
            _writer.Line($"{Text(i)} => {Dispatch(_model.Events[i])}, // {Literals.Of(_model.Events[i].Name)}");
        _writer.Line($"_ => {below},").Close("};");
    }

    private string Dispatch(EventModel model) => $"this.{model.Dispatch}({string.Join(", ", Inputs(model).Select(input => input.Handed))})";

    /// <summary>What the method of an event needs of what the look-up was given.</summary>
    private IEnumerable<EventContext> Inputs(EventModel model) => HasBelow ? EventInputs : OwnInputs(model);

    private IEnumerable<EventContext> OwnInputs(EventModel model) =>
        _comparesLate ? [new EventContext(Octets, "name", ""), .. OwnInputsOfCall(model)] : OwnInputsOfCall(model);

    /// <summary>What reading its arguments and calling it needs.</summary>
    private IEnumerable<EventContext> OwnInputsOfCall(EventModel model)
    {
        if (model.Has(EventArgumentKind.Level))
            yield return new EventContext(Octets, "topic", "");
        if (model.Has(EventArgumentKind.Payload) || model.Has(EventArgumentKind.RawPayload))
            yield return new EventContext(Octets, "payload", "");
        foreach (EventContext context in _model.Contexts.Where(context => model.Arguments.Any(argument => argument.Kind == EventArgumentKind.Context && IsThat(argument, context))))
            yield return context;
    }

    private static bool IsThat(EventArgument argument, EventContext context) => argument.Local == context.Name || argument.Local == "in " + context.Name;

    private void EmitEvent(EventModel model)
    {
        _writer.Line();
        if (_comparesLate || model.Decoded.Any()) // inlined, the readers of all events would be cleared for each of them
            _writer.Line(Apart);
        _writer.Open($"private {Outcome} {model.Dispatch}({string.Join(", ", Inputs(model).Select(input => input.Declared))})");
        if (_comparesLate)
            _writer.Line($"if (!{NameSwitch.Is("name", model.Name)})").Indented($"return {Below};").Line();
        if (model.InAnyForm is null)
        {
            EmitReadingAndCalling(model);
            _writer.Close();
            return;
        }

        EmitLevels(model);
        _decoder.EmitPlain(_writer, model);
        _writer.Open();
        EmitCall(model);
        _writer.Close().Line();
        _writer.Line($"return this.{model.InAnyForm}({string.Join(", ", OwnInputsOfCall(model).Select(input => input.Handed))});").Close();

        _writer.Line().Line(Apart);
        _writer.Open($"private {Outcome} {model.InAnyForm}({string.Join(", ", OwnInputsOfCall(model).Select(input => input.Declared))})");
        EmitReadingAndCalling(model);
        _writer.Close();
    }

    private void EmitReadingAndCalling(EventModel model)
    {
        EmitLevels(model);
        if (model.Decoded.Any())
            _decoder.EmitArguments(_writer, model);
        EmitCall(model);
    }

    private void EmitLevels(EventModel model)
    {
        foreach (EventArgument level in model.Arguments.Where(argument => argument.Kind == EventArgumentKind.Level))
            EmitLevel(model, level);
    }

    private void EmitLevel(EventModel model, EventArgument argument)
    {
        PayloadType type = argument.Value!;
        string level = $"global::Busbar.TopicLevels.At(topic, {Text(argument.Index)})";
        if (type.Kind is PayloadKind.OctetSpan or PayloadKind.String)
        {
            string value = type.Kind == PayloadKind.String ? $"global::System.Text.Encoding.UTF8.GetString({level})" : level;
            _writer.Line($"{type.Type} {argument.Local} = {value};").Line();
            return;
        }

        string condition = type.Kind == PayloadKind.Enum
            ? $"{_model.Values}.{_decoder.ParseEnum(type, level, $"{type.Type} {argument.Local}")}"
            : $"global::Busbar.TopicLevels.TryParse({level}, out {type.Type} {argument.Local})";
        _writer.Line($"if (!{condition})");
        _writer.Indented($"return global::Busbar.TopicLevels.Reject({Literals.Of(model.Name)}, topic, {Text(argument.Index)}, {Literals.Of(argument.Name)}, {Literals.Of(PayloadText.Expected(type, _model.Users))});").Line();
    }

    private void EmitCall(EventModel model)
    {
        string call = $"{model.Call}({string.Join(", ", model.Arguments.Select(Handed))})";
        if (model.Return == EventReturn.Task)
            _writer.Line($"return {Outcome}.Running({call});");
        else
            _writer.Line(call + ";").Line($"return {Outcome}.Handled;");
    }

    private static string Handed(EventArgument argument) => argument.Kind switch
    {
        EventArgumentKind.RawPayload => Octeted("payload", argument.Value!),
        EventArgumentKind.EventName => Octeted("name", argument.Value!),
        _ => argument.Local,
    };

    private static string Octeted(string span, PayloadType type) => type.Kind switch
    {
        PayloadKind.String => $"global::System.Text.Encoding.UTF8.GetString({span})",
        PayloadKind.Octets => span + ".ToArray()",
        _ => span,
    };

    /// <summary>A nested class for what decodes, so that nothing of it meets the user's own members.</summary>
    private void EmitValues()
    {
        var values = new SourceWriter();
        if (_model.IsTopics)
            values.Line().Line($"public static readonly string[] Filters = [{string.Join(", ", _model.Events.Select(one => Literals.Of(one.Filter)))}];");
        _decoder.EmitMethods(values, _model);
        string text = values.ToString().Trim('\n');
        if (text.Length == 0)
            return;
        _writer.Line().Line("/// <summary>What the arguments of the events are read with.</summary>");
        _writer.Open($"private static class {_model.Values}").Lines(text).Close();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
