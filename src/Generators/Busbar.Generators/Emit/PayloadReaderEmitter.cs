using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>
/// Reads values of payloads: asked for a condition for each value, and at the end for the static methods that those conditions call, one
/// for each of the users' types and each shape of collection. Where formats differ, each has its own words and its own half.
/// </summary>
internal abstract class PayloadReaderEmitter(UserTypes users, ReaderWords words)
{
    private readonly ValueMethods _methods = new("TryRead", users);

    public UserTypes Users { get; } = users;

    public ReaderWords Words { get; } = words;

    /// <summary>
    /// The condition that reads a value where the variable <c>reader</c> stands into a variable that it declares, and is false when it
    /// cannot, with the reader's fault set.
    /// </summary>
    public abstract string Declare(PayloadType type, string variable);

    /// <summary>The same into a variable that is there, of <see cref="PayloadText.Variable"/>.</summary>
    public abstract string Assign(PayloadType type, string variable);

    /// <summary>The methods that were asked for, and those that they ask for; nothing before, between or after stands a blank line too many.</summary>
    public void EmitMethods(SourceWriter writer, bool isFirst = true) =>
        _methods.Emit(writer, isFirst, (name, type) => EmitMethod(writer, name, type));

    /// <summary>Reads an enumeration from its number or its name.</summary>
    protected abstract void EmitEnum(SourceWriter writer, PayloadType type);

    protected abstract RecordReaderEmitter ReaderOf(RecordModel model);

    /// <summary>What the format's reader reads itself.</summary>
    protected static bool IsOfReader(PayloadType type) =>
        !type.IsNullable && type.Kind is not (PayloadKind.Array or PayloadKind.List or PayloadKind.Map or PayloadKind.Record or PayloadKind.Enum);

    /// <summary>The condition for what it does not.</summary>
    protected string CallMethod(PayloadType type, string target) => $"{_methods.NameOf(PayloadText.Variable(type), type, type)}(ref reader, out {target})";

    private void EmitMethod(SourceWriter writer, string name, PayloadType type)
    {
        writer.Open($"{Words.Modifiers} bool {name}({Words.Parameter}, out {PayloadText.Variable(type)} value)");
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
                EmitEnum(writer, type);
                break;
            case PayloadKind.Record:
                ReaderOf(Users.RecordOf(type)).Emit(writer);
                break;
            case PayloadKind.Map:
                EmitMap(writer, type.Element!);
                break;
            default:
                EmitList(writer, type);
                break;
        }
    }

    private void EmitNullable(SourceWriter writer, PayloadType type)
    {
        writer.Line("value = null;").Line($"if ({Words.Null})").Indented("return true;");
        writer.Line($"if (!{Declare(type with { IsNullable = false }, "given")})").Indented("return false;");
        writer.Line("value = given;").Line("return true;");
    }

    private void EmitList(SourceWriter writer, PayloadType type)
    {
        bool isArray = type.Kind == PayloadKind.Array;
        string list = isArray ? "items" : "value";
        writer.Line("value = [];").Line($"if ({Words.NoList})").Indented("return false;").Line();
        if (isArray)
            writer.Line($"var items = new global::System.Collections.Generic.List<{PayloadText.Declared(type.Element!)}>({Words.Count});");
        writer.Open(Words.EachItem);
        writer.Line($"if (!{Declare(type.Element!, "item")})").Indented($"return reader.FailAt({Words.Index ?? list + ".Count"});");
        writer.Line($"{list}.Add(item);").Close().Line();
        EmitLeave(writer);
        if (isArray)
            writer.Line("value = [.. items];");
        writer.Line("return true;");
    }

    private void EmitMap(SourceWriter writer, PayloadType item)
    {
        writer.Line("value = [];").Line($"if ({Words.NoMap})").Indented("return false;").Line();
        writer.Open(Words.EachMember);
        writer.Line($"if (!{Words.ReadKey})").Indented("return false;");
        writer.Line($"if (!{Declare(item, "item")})").Indented($"return reader.FailIn({Words.Key});");
        writer.Line($"value[{Words.Key}] = item;").Close().Line();
        EmitLeave(writer);
        writer.Line("return true;");
    }

    private void EmitLeave(SourceWriter writer)
    {
        if (Words.Leave is { } leave)
            writer.Line(leave);
    }
}
