using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Reads the values of MessagePack payloads over <c>Busbar.MessagePack.MessagePackReader</c>.</summary>
internal sealed class MessagePackReaderEmitter(UserTypes users) : PayloadReaderEmitter(users, MessagePackWords)
{
    public const string Package = "global::Busbar.MessagePack.";
    private readonly EnumNameEmitter _enums = new(users);

    private static ReaderWords MessagePackWords { get; } = new(
        Parameter: "ref " + Package + "MessagePackReader reader",
        Modifiers: "public static",
        Null: "reader.TryReadNil()",
        NoList: "!reader.TryEnter() || !reader.TryReadArrayHeader(out int count)",
        NoMap: "!reader.TryEnter() || !reader.TryReadMapHeader(out int count)",
        EachItem: "for (int index = 0; index < count; index++)",
        EachMember: "for (int index = 0; index < count; index++)",
        ReadKey: "reader.TryReadString(out string? key)",
        Key: "key",
        Count: "count",
        Index: "index",
        Leave: "reader.Leave();",
        Locals: ["count", "index", "key"]);

    public override string Declare(PayloadType type, string variable) => Read(type, $"{(IsOfReader(type) ? OutType(type) : PayloadText.Variable(type))} {variable}");

    public override string Assign(PayloadType type, string variable) => Read(type, IsOfReader(type) && !type.IsValueType ? variable + "!" : variable);

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

    /// <summary>The methods that were asked for, those that they ask for, and those that read names of enumerations, each after a blank line.</summary>
    public void EmitAllMethods(SourceWriter writer)
    {
        EmitMethods(writer, isFirst: false);
        _enums.EmitMethods(writer);
    }

    /// <summary>The condition that makes a member of an enumeration of its name in UTF-8.</summary>
    public string ParseEnum(PayloadType type, string text, string target) => _enums.Parse(type, text, target);

    protected override RecordReaderEmitter ReaderOf(RecordModel model) => new MessagePackRecordReaderEmitter(this, model);

    protected override void EmitEnum(SourceWriter writer, PayloadType type)
    {
        EnumModel model = Users.EnumOf(type);
        string unfit = $"reader.FailWith({Package}MessagePackError.Unfit({Package}MessagePackType.Integer, given, offset))";
        writer.Line("value = default;").Line("long offset = reader.Consumed;");
        writer.Line($"if (!reader.TryPeekType(out {Package}MessagePackType given))").Indented("return false;");
        writer.Line($"if (given == {Package}MessagePackType.String)");
        writer.Indented($"return reader.TryReadUtf8(out global::System.ReadOnlySpan<byte> name) && ({_enums.Parse(type, "name", "value")} || {unfit});").Line();
        writer.Line($"if (!reader.TryRead{model.Underlying}(out {PayloadText.Keyword(model.Underlying)} number))").Indented("return false;");
        writer.Line($"value = ({model.Type})number;");
        writer.Line(model.IsFlags ? "return true;" : $"return global::System.Enum.IsDefined(value) || {unfit};");
    }

    private string Read(PayloadType type, string target) => IsOfReader(type)
        ? type.Kind == PayloadKind.JsonElement ? $"{Package}MessagePackJson.TryRead(ref reader, out {target})" : $"reader.TryRead{MethodOfReader(type.Kind)}(out {target})"
        : CallMethod(type, target);

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
}
