using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>
/// Reads the values of MessagePack payloads over <c>Busbar.MessagePack.MessagePackReader</c>: asked for a condition for each value, and at
/// the end for the static methods that those conditions call, one for each of the users' types and each shape of collection.
/// </summary>
internal sealed class MessagePackReaderEmitter(UserTypes users)
{
    public const string Package = "global::Busbar.MessagePack.";
    private const string Reader = "ref " + Package + "MessagePackReader reader";
    private readonly EnumNameEmitter _enums = new(users);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal); // of methods, by what they read
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, PayloadType Type)> _wanted = new();

    /// <summary>The condition that reads a value into a variable that it declares, and is false when it cannot, with the reader's error set.</summary>
    public string Declare(PayloadType type, string variable) => Read(type, $"{(IsOfReader(type) ? OutType(type) : PayloadText.Variable(type))} {variable}");

    /// <summary>The same into a variable that is there.</summary>
    public string Assign(PayloadType type, string variable) => Read(type, IsOfReader(type) && !type.IsValueType ? variable + "!" : variable);

    /// <summary>A type of the format, as the reader names those it expects.</summary>
    public static string Expected(PayloadType type) => Package + "MessagePackType." + type.Kind switch
    {
        PayloadKind.Boolean => "Boolean",
        PayloadKind.Single or PayloadKind.Double or PayloadKind.Decimal or PayloadKind.TimeSpan => "Float",
        PayloadKind.String or PayloadKind.Char or PayloadKind.Guid or PayloadKind.DateOnly or PayloadKind.TimeOnly => "String",
        PayloadKind.DateTimeOffset or PayloadKind.DateTime => "Timestamp",
        PayloadKind.Octets or PayloadKind.OctetSpan => "Binary",
        PayloadKind.Array or PayloadKind.List => "Array",
        PayloadKind.Map or PayloadKind.Record => "Map",
        PayloadKind.JsonElement => "None",
        _ => "Integer",
    };

    /// <summary>The methods that were asked for, and those that they ask for, each after a blank line.</summary>
    public void EmitMethods(SourceWriter writer)
    {
        while (_wanted.Count > 0)
        {
            (string name, PayloadType type) = _wanted.Dequeue();
            writer.Line().Open($"public static bool {name}({Reader}, out {PayloadText.Variable(type)} value)");
            if (type.IsNullable)
                EmitNullable(writer, type);
            else
                EmitBody(writer, type);
            writer.Close();
        }

        _enums.EmitMethods(writer);
    }

    /// <summary>The condition that makes a member of an enumeration of its name in UTF-8.</summary>
    public string ParseEnum(PayloadType type, string text, string target) => _enums.Parse(type, text, target);

    private string Read(PayloadType type, string target) => IsOfReader(type)
        ? type.Kind == PayloadKind.JsonElement ? $"{Package}MessagePackJson.TryRead(ref reader, out {target})" : $"reader.TryRead{MethodOfReader(type.Kind)}(out {target})"
        : $"{MethodOf(type)}(ref reader, out {target})";

    private static bool IsOfReader(PayloadType type) =>
        !type.IsNullable && type.Kind is not (PayloadKind.Array or PayloadKind.List or PayloadKind.Map or PayloadKind.Record or PayloadKind.Enum);

    private static string OutType(PayloadType type) => type.Kind switch
    {
        PayloadKind.OctetSpan => "global::System.ReadOnlySpan<byte>",
        PayloadKind.String or PayloadKind.Octets => PayloadText.Variable(type) + "?", // null when it cannot be read
        _ => PayloadText.Variable(type),
    };

    private static string MethodOfReader(PayloadKind kind) => kind switch
    {
        PayloadKind.OctetSpan => "Binary",
        PayloadKind.Octets => "ByteArray",
        PayloadKind.DateTimeOffset => "Time",
        PayloadKind.DateOnly => "Date",
        PayloadKind.TimeOnly => "TimeOfDay",
        _ => kind.ToString(),
    };

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

    private void EmitBody(SourceWriter writer, PayloadType type)
    {
        switch (type.Kind)
        {
            case PayloadKind.Enum:
                EmitEnum(writer, type);
                break;
            case PayloadKind.Record:
                new MessagePackRecordReaderEmitter(this, users.RecordOf(type)).Emit(writer);
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
        writer.Line("value = null;").Line("if (reader.TryReadNil())").Indented("return true;");
        writer.Line($"if (!{Declare(inner, "given")})").Indented("return false;");
        writer.Line("value = given;").Line("return true;");
    }

    private void EmitEnum(SourceWriter writer, PayloadType type)
    {
        EnumModel model = users.EnumOf(type);
        string unfit = $"reader.FailWith({Package}MessagePackError.Unfit({Package}MessagePackType.Integer, given, offset))";
        writer.Line("value = default;").Line("long offset = reader.Consumed;");
        writer.Line($"if (!reader.TryPeekType(out {Package}MessagePackType given))").Indented("return false;");
        writer.Line($"if (given == {Package}MessagePackType.String)");
        writer.Indented($"return reader.TryReadUtf8(out global::System.ReadOnlySpan<byte> name) && ({_enums.Parse(type, "name", "value")} || {unfit});").Line();
        writer.Line($"if (!reader.TryRead{model.Underlying}(out {PayloadText.Keyword(model.Underlying)} number))").Indented("return false;");
        writer.Line($"value = ({model.Type})number;");
        writer.Line(model.IsFlags ? "return true;" : $"return global::System.Enum.IsDefined(value) || {unfit};");
    }

    private void EmitList(SourceWriter writer, PayloadType type)
    {
        PayloadType item = type.Element!;
        string local = type.Kind == PayloadKind.Array ? "items" : "value";
        writer.Line("value = [];");
        writer.Line("if (!reader.TryEnter() || !reader.TryReadArrayHeader(out int count))").Indented("return false;").Line();
        if (type.Kind == PayloadKind.Array)
            writer.Line($"var items = new global::System.Collections.Generic.List<{PayloadText.Declared(item)}>(count);");
        writer.Open("for (int index = 0; index < count; index++)");
        writer.Line($"if (!{Declare(item, "item")})").Indented("return reader.FailAt(index);");
        writer.Line($"{local}.Add(item);").Close().Line();
        writer.Line("reader.Leave();");
        if (type.Kind == PayloadKind.Array)
            writer.Line("value = [.. items];");
        writer.Line("return true;");
    }

    private void EmitMap(SourceWriter writer, PayloadType type)
    {
        writer.Line("value = [];");
        writer.Line("if (!reader.TryEnter() || !reader.TryReadMapHeader(out int count))").Indented("return false;").Line();
        writer.Open("for (int index = 0; index < count; index++)");
        writer.Line("if (!reader.TryReadString(out string? key))").Indented("return false;");
        writer.Line($"if (!{Declare(type.Element!, "item")})").Indented("return reader.FailIn(key);");
        writer.Line("value[key] = item;").Close().Line();
        writer.Line("reader.Leave();").Line("return true;");
    }
}
