using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>
/// Writes values as JSON over <c>Utf8JsonWriter</c>, as <see cref="JsonReaderEmitter"/> reads them: asked for a statement for each value,
/// and at the end for the static methods that those statements call.
/// </summary>
internal sealed class JsonWriterEmitter(UserTypes users)
{
    private readonly ValueMethods _methods = new("Write", users);

    /// <summary>The statement that writes a value.</summary>
    /// <param name="type">What is written.</param>
    /// <param name="value">An expression, which is evaluated once.</param>
    /// <param name="writer">An expression: the writer.</param>
    public string Write(PayloadType type, string value, string writer = "writer")
    {
        if (type.IsNullable && type.IsValueType)
            return $"{MethodOf(type)}({writer}, {value});";
        return type.Kind switch
        {
            PayloadKind.Boolean => $"{writer}.WriteBooleanValue({value});",
            PayloadKind.SByte or PayloadKind.Byte or PayloadKind.Int16 or PayloadKind.UInt16 or PayloadKind.Int32 or PayloadKind.UInt32 or PayloadKind.Decimal =>
                $"{writer}.WriteNumberValue({value});",
            PayloadKind.Int64 or PayloadKind.UInt64 or PayloadKind.Single or PayloadKind.Double => $"global::Busbar.JsonNumber.Write({writer}, {value});",
            PayloadKind.String or PayloadKind.Guid or PayloadKind.DateTimeOffset or PayloadKind.DateTime => $"{writer}.WriteStringValue({value});",
            PayloadKind.Char or PayloadKind.DateOnly or PayloadKind.TimeOnly or PayloadKind.TimeSpan or PayloadKind.Octets => $"global::Busbar.JsonPayload.Write({writer}, {value});",
            PayloadKind.OctetSpan => $"{writer}.WriteBase64StringValue({value});",
            PayloadKind.JsonElement => $"{value}.WriteTo({writer});",
            _ => $"{MethodOf(type)}({writer}, {value});",
        };
    }

    /// <summary>The methods that were asked for, and those that they ask for.</summary>
    public void EmitMethods(SourceWriter writer) => _methods.Emit(writer, isFirst: false, (name, type) => EmitMethod(writer, name, type));

    private string MethodOf(PayloadType type)
    {
        PayloadType canonical = type.IsValueType ? type : type with { IsNullable = true }; // a reference may be null whatever was declared
        return _methods.NameOf(PayloadText.Declared(canonical), canonical, type.IsValueType ? type : type with { IsNullable = false });
    }

    private void EmitMethod(SourceWriter writer, string name, PayloadType type)
    {
        writer.Open($"private static void {name}(global::System.Text.Json.Utf8JsonWriter writer, {PayloadText.Declared(type)} value)");
        if (type.IsNullable)
            writer.Open("if (value is null)").Line("writer.WriteNullValue();").Line("return;").Close().Line();
        if (type.IsNullable && type.IsValueType)
            writer.Line(Write(type with { IsNullable = false }, "value.Value"));
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
                EmitRecord(writer, users.RecordOf(type));
                break;
            case PayloadKind.Map:
                writer.Line("writer.WriteStartObject();");
                writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<string, {PayloadText.Declared(type.Element!)}> item in value)");
                writer.Line("writer.WritePropertyName(item.Key);").Line(Write(type.Element!, "item.Value")).Close();
                writer.Line("writer.WriteEndObject();");
                break;
            default:
                writer.Line("writer.WriteStartArray();");
                writer.Line($"foreach ({PayloadText.Declared(type.Element!)} item in value)").Indented(Write(type.Element!, "item"));
                writer.Line("writer.WriteEndArray();");
                break;
        }
    }

    private static void EmitEnum(SourceWriter writer, EnumModel model)
    {
        writer.Open("switch (value)");
        foreach (string name in model.Written)
        {
            writer.Line($"case {model.Type}.{PayloadText.Escaped(name)}:");
            writer.Indented($"writer.WriteStringValue({Literals.Utf8(name)});").Indented("break;");
        }

        bool isLong = model.Underlying is PayloadKind.Int64 or PayloadKind.UInt64;
        string number = $"({PayloadText.Keyword(model.Underlying)})value";
        writer.Line("default:").Indented(isLong ? $"global::Busbar.JsonNumber.Write(writer, {number});" : $"writer.WriteNumberValue({number});").Indented("break;");
        writer.Close();
    }

    private void EmitRecord(SourceWriter writer, RecordModel model)
    {
        writer.Line("writer.WriteStartObject();");
        foreach (RecordMember member in model.Members)
        {
            string name = Literals.Utf8(member.Name);
            string value = $"value.{member.Property}";
            if (Property(member.Value, name, value) is { } line)
                writer.Line(line);
            else
                writer.Line($"writer.WritePropertyName({name});").Line(Write(member.Value, value));
        }

        writer.Line("writer.WriteEndObject();");
    }

    /// <summary>Name and value in one call, where there is one; null where not.</summary>
    private static string? Property(PayloadType type, string name, string value)
    {
        if (type.IsNullable && type.IsValueType)
            return null;
        return type.Kind switch
        {
            PayloadKind.Boolean => $"writer.WriteBoolean({name}, {value});",
            PayloadKind.SByte or PayloadKind.Byte or PayloadKind.Int16 or PayloadKind.UInt16 or PayloadKind.Int32 or PayloadKind.UInt32 or PayloadKind.Decimal =>
                $"writer.WriteNumber({name}, {value});",
            PayloadKind.Int64 or PayloadKind.UInt64 or PayloadKind.Single or PayloadKind.Double => $"global::Busbar.JsonNumber.Write(writer, {name}, {value});",
            PayloadKind.String or PayloadKind.Guid or PayloadKind.DateTimeOffset or PayloadKind.DateTime => $"writer.WriteString({name}, {value});",
            _ => null,
        };
    }
}
