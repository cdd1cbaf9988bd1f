using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>
/// Reads the values of JSON payloads over <c>Busbar.JsonPayloadReader</c>: asked for an expression for each value, and at the end for the
/// static methods that those expressions call, one for each of the users' types and each shape of collection.
/// </summary>
internal sealed class JsonReaderEmitter(UserTypes users)
{
    private const string Reader = "ref global::Busbar.JsonPayloadReader reader";
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal); // of methods, by what they read
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, PayloadType Type)> _wanted = new();

    /// <summary>
    /// The condition that reads a value where the variable <c>reader</c> stands and is false when it cannot, with the reader's fault set.
    /// </summary>
    /// <param name="type">What is read.</param>
    /// <param name="target">What follows <c>out</c>: a variable, of <see cref="PayloadText.Variable"/>, or its declaration.</param>
    public string Read(PayloadType type, string target)
    {
        bool isInner = !type.IsNullable && type.Kind is not (PayloadKind.Array or PayloadKind.List or PayloadKind.Map or PayloadKind.Record or PayloadKind.Enum);
        return isInner ? $"reader.TryRead(out {target})" : $"{MethodOf(type)}(ref reader, out {target})";
    }

    /// <summary>The methods that were asked for, and those that they ask for; nothing before, between or after stands a blank line too many.</summary>
    /// <returns>Whether there were any.</returns>
    public bool EmitMethods(SourceWriter writer, bool isFirst = true)
    {
        bool any = false;
        for (; _wanted.Count > 0; any = true)
        {
            if (any || !isFirst)
                writer.Line();
            (string name, PayloadType type) = _wanted.Dequeue();
            EmitMethod(writer, name, type);
        }

        return any;
    }

    private string MethodOf(PayloadType type)
    {
        string key = PayloadText.Variable(type);
        if (_names.TryGetValue(key, out string? known))
            return known;

        string stem = "TryRead" + PayloadText.NameOf(type, users);
        string name = stem;
        for (int number = 2; !_taken.Add(name); number++)
            name = stem + number;
        _names.Add(key, name);
        _wanted.Enqueue((name, type));
        return name;
    }

    private void EmitMethod(SourceWriter writer, string name, PayloadType type)
    {
        writer.Open($"private static bool {name}({Reader}, out {PayloadText.Variable(type)} value)");
        if (type.IsNullable)
            EmitNullable(writer, type);
        else
            EmitBody(writer, type);
        writer.Close();
    }

    private void EmitBody(SourceWriter writer, PayloadType type)
    {
        switch (type.Kind)
        {
            case PayloadKind.Enum:
                EmitEnum(writer, users.EnumOf(type));
                break;
            case PayloadKind.Record:
                new JsonRecordReaderEmitter(this, users.RecordOf(type)).Emit(writer);
                break;
            case PayloadKind.Map:
                EmitMap(writer, type);
                break;
            default:
                EmitList(writer, type);
                break;
        }
    }

    private void EmitNullable(SourceWriter writer, PayloadType type)
    {
        PayloadType inner = type with { IsNullable = false };
        writer.Line("value = null;").Line("if (reader.IsNull)").Indented("return true;");
        writer.Line($"if (!{Read(inner, PayloadText.Variable(inner) + " given")})").Indented("return false;");
        writer.Line("value = given;").Line("return true;");
    }

    private static void EmitEnum(SourceWriter writer, EnumModel model)
    {
        writer.Line("value = default;").Open("if (reader.IsNumber)");
        writer.Line($"if (!reader.TryRead(out {PayloadText.Keyword(model.Underlying)} number))").Indented("return false;");
        writer.Line($"value = ({model.Type})number;");
        writer.Line(model.IsFlags ? "return true;" : $"return global::System.Enum.IsDefined(value) || reader.Refuse({Literals.Of(PayloadText.Expected(model))});");
        writer.Close().Line();

        string otherwise = "if";
        foreach (string name in model.Names)
        {
            bool isExact = model.Names.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) > 1;
            writer.Line($"{otherwise} (reader.IsText({Literals.Utf8(name)}{(isExact ? ", isExact: true" : "")}))");
            writer.Indented($"value = {model.Type}.{PayloadText.Escaped(name)};");
            otherwise = "else if";
        }

        string refuse = $"return reader.Refuse({Literals.Of(PayloadText.Expected(model))});";
        if (model.Names.Count == 0)
            writer.Line(refuse);
        else
            writer.Line("else").Indented(refuse).Line("return true;");
    }

    private void EmitList(SourceWriter writer, PayloadType type)
    {
        PayloadType item = type.Element!;
        writer.Line("value = [];").Line("if (!reader.StartList())").Indented("return false;").Line();
        string list = type.Kind == PayloadKind.Array ? "items" : "value";
        if (type.Kind == PayloadKind.Array)
            writer.Line($"var items = new global::System.Collections.Generic.List<{PayloadText.Declared(item)}>();");
        writer.Open("while (reader.ReadItem())");
        writer.Line($"if (!{Read(item, PayloadText.Variable(item) + " item")})").Indented($"return reader.FailAt({list}.Count);");
        writer.Line($"{list}.Add(item);").Close().Line();
        if (type.Kind == PayloadKind.Array)
            writer.Line("value = [.. items];");
        writer.Line("return true;");
    }

    private void EmitMap(SourceWriter writer, PayloadType type)
    {
        PayloadType item = type.Element!;
        writer.Line("value = [];").Line("if (!reader.StartObject())").Indented("return false;").Line();
        writer.Open("while (reader.ReadMember())");
        writer.Line("if (!reader.ReadName(out string name))").Indented("return false;");
        writer.Line($"if (!{Read(item, PayloadText.Variable(item) + " item")})").Indented("return reader.FailIn(name);");
        writer.Line("value[name] = item;").Close().Line();
        writer.Line("return true;");
    }
}
