using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Reads the values of JSON payloads over <c>Busbar.JsonPayloadReader</c>.</summary>
internal sealed class JsonReaderEmitter(UserTypes users) : PayloadReaderEmitter(users, JsonWords)
{
    public const string Reader = "ref global::Busbar.JsonPayloadReader reader";

    private static ReaderWords JsonWords { get; } = new(
        Parameter: Reader,
        Modifiers: "private static",
        Null: "reader.IsNull",
        NoList: "!reader.StartList()",
        NoMap: "!reader.StartObject()",
        EachItem: "while (reader.ReadItem())",
        EachMember: "while (reader.ReadMember())",
        ReadKey: "reader.ReadName(out string name)",
        Key: "name",
        Count: "",
        Index: null,
        Leave: null,
        Locals: []);

    public override string Declare(PayloadType type, string variable) => Assign(type, $"{PayloadText.Variable(type)} {variable}");

    public override string Assign(PayloadType type, string variable) => IsOfReader(type) ? $"reader.TryRead(out {variable})" : CallMethod(type, variable);

    /// <summary>Compares the name that the reader stands on with one after the other, and passes over a member that has none of them.</summary>
    public static void EmitMembers(SourceWriter writer, IReadOnlyList<(string Name, Action<SourceWriter> Body)> members)
    {
        if (members.Count == 0)
        {
            writer.Line("reader.Skip();");
            return;
        }

        string keyword = "if";
        foreach ((string name, Action<SourceWriter> body) in members)
        {
            writer.Open($"{keyword} (reader.IsMember({Literals.Utf8(name)}))");
            body(writer);
            writer.Close();
            keyword = "else if";
        }

        writer.Open("else").Line("reader.Skip();").Close();
    }

    protected override RecordReaderEmitter ReaderOf(RecordModel model) => new JsonRecordReaderEmitter(this, model);

    protected override void EmitEnum(SourceWriter writer, PayloadType type)
    {
        EnumModel model = Users.EnumOf(type);
        writer.Line("value = default;").Open("if (reader.IsNumber)");
        writer.Line($"if (!reader.TryRead(out {PayloadText.Keyword(model.Underlying)} number))").Indented("return false;");
        writer.Line($"value = ({model.Type})number;");
        writer.Line(model.IsFlags ? "return true;" : $"return global::System.Enum.IsDefined(value) || reader.Refuse({Literals.Of(PayloadText.Expected(model))});");
        writer.Close().Line();

        string otherwise = "if";
        foreach (string name in model.Names)
        {
            writer.Line($"{otherwise} (reader.IsText({Literals.Utf8(name)}{(model.IsExact(name) ? ", isExact: true" : "")}))");
            writer.Indented($"value = {model.Type}.{PayloadText.Escaped(name)};");
            otherwise = "else if";
        }

        string refuse = $"return reader.Refuse({Literals.Of(PayloadText.Expected(model))});";
        if (model.Names.Count == 0)
            writer.Line(refuse);
        else
            writer.Line("else").Indented(refuse).Line("return true;");
    }
}
