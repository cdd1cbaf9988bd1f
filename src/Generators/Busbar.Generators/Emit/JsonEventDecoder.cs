using System.Globalization;
using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Arguments as JSON: one takes the whole value, several take an array by position or an object by name.</summary>
internal sealed class JsonEventDecoder(EventTableModel model) : EventDecoder(model)
{
    private readonly JsonReaderEmitter _reader = new(model.Users);
    private readonly EnumNameEmitter _enums = new(model.Users);

    public override void EmitArguments(SourceWriter writer, EventModel model)
    {
        writer.Line("var reader = new global::Busbar.JsonPayloadReader(payload);");
        writer.Line($"if (!{Values}.TryRead{model.Stem}Arguments(ref reader, {string.Join(", ", model.Decoded.Select(argument => $"out {Variable(argument)} {argument.Local}"))}))");
        writer.Indented($"return global::Busbar.EventOutcome.Rejected(new global::Busbar.EventFault({Literals.Of(model.Name)}, reader.Fault!));").Line();
    }

    public override string ParseEnum(PayloadType type, string text, string target) => _enums.Parse(type, text, target);

    public override void EmitMethods(SourceWriter writer, EventTableModel model)
    {
        foreach (EventModel one in model.Events.Where(one => one.Decoded.Any()))
            EmitArgumentsReader(writer.Line(), one);
        _reader.EmitMethods(writer, isFirst: false);
        _enums.EmitMethods(writer);
    }

    private void EmitArgumentsReader(SourceWriter writer, EventModel model)
    {
        EventArgument[] arguments = [.. model.Decoded];
        writer.Open($"public static bool TryRead{model.Stem}Arguments({JsonReaderEmitter.Reader}, {string.Join(", ", arguments.Select(argument => $"out {Variable(argument)} {argument.Local}"))})");
        foreach (EventArgument argument in arguments)
            writer.Line($"{argument.Local} = {(argument.Value!.Kind == PayloadKind.OctetSpan ? "null!" : PayloadText.Start(argument.Value, argument.Default))};");
        writer.Open("try").Line("reader.Read();");
        if (arguments.Length == 1)
            writer.Line($"return ({_reader.Assign(arguments[0].Value!, arguments[0].Local)} || {FailIn(arguments[0])}) && !reader.Read();");
        else
            EmitSeveral(writer, arguments);
        writer.Close().Open("catch (global::System.Text.Json.JsonException exception)").Line("return reader.Malformed(exception);").Close();
        writer.Close();
    }

    private void EmitSeveral(SourceWriter writer, EventArgument[] arguments)
    {
        foreach (EventArgument argument in arguments.Where(IsWatched))
            writer.Line($"bool {Has(argument, arguments)} = false;");
        writer.Open("if (reader.IsList)").Line("int count = 0;");
        writer.Open($"for (; reader.ReadItem(); count++)").Open("switch (count)");
        foreach (EventArgument argument in arguments)
        {
            writer.Line($"case {argument.Index.ToString(CultureInfo.InvariantCulture)}:");
            writer.Deeper(inner => EmitArgument(inner, argument, arguments).Line("break;"));
        }

        writer.Line("default:").Deeper(inner => inner.Line("reader.Skip();").Line("break;")).Close().Close().Close();
        writer.Open("else if (reader.IsObject)").Open("while (reader.ReadMember())");
        JsonReaderEmitter.EmitMembers(writer, [.. arguments.Select(argument => (argument.Name, (Action<SourceWriter>)(body => EmitArgument(body, argument, arguments))))]);
        writer.Close().Close();
        writer.Open("else").Line("return reader.Refuse(\"an object or a list\");").Close().Line();
        foreach (EventArgument argument in arguments.Where(IsWatched))
            writer.Line($"if (!{Has(argument, arguments)})").Indented($"return reader.Missing(\"\", {Literals.Of(PayloadText.Expected(argument.Value!, _reader.Users))}) || {FailIn(argument)};");
        writer.Line("return !reader.Read();");
    }

    private SourceWriter EmitArgument(SourceWriter writer, EventArgument argument, EventArgument[] all)
    {
        writer.Line($"if (!{_reader.Assign(argument.Value!, argument.Local)})").Indented($"return {FailIn(argument)};");
        return IsWatched(argument) ? writer.Line($"{Has(argument, all)} = true;") : writer;
    }

    private static bool IsWatched(EventArgument argument) => argument.Default is null;

    /// <summary>Whether it was given: a local whose name no argument has.</summary>
    private static string Has(EventArgument argument, EventArgument[] all)
    {
        string name = PayloadText.Has(argument.Local);
        while (all.Any(one => one.Local == name))
            name += "Given";
        return name;
    }

    private static string FailIn(EventArgument argument) => $"reader.FailInArgument({argument.Index.ToString(CultureInfo.InvariantCulture)}, {Literals.Of(argument.Name)})";

    private static string Variable(EventArgument argument) => PayloadText.Variable(argument.Value!);
}
