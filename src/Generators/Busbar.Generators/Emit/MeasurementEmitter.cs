using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>A measurement's model in, the text of its other half out.</summary>
internal static class MeasurementEmitter
{
    public static string Emit(MeasurementModel model) =>
        FileEmitter.Emit(model.Type, nameof(MeasurementGenerator), "global::Busbar.IMeasurement", writer =>
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"static int global::Busbar.IMeasurement.MaxSamples => {model.Fields.Count};").Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"global::Busbar.SeriesGroup global::Busbar.IMeasurement.Group => {SeriesOfThis(model)}.Group;").Line();
            EmitCopyTo(writer, model);
            writer.Line();
            EmitWriteTo(writer, model);
            writer.Line();
            EmitSeries(writer, model);
            if (model.Tags.Count > 0)
            {
                writer.Line();
                EmitTagSet(writer, model);
            }
        });

    private static void EmitCopyTo(SourceWriter writer, MeasurementModel model)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Open("public int CopyTo(global::System.Span<global::Busbar.Sample> destination)");
        writer.Line($"if (destination.Length < {model.Fields.Count})");
        writer.Indented($"throw new global::System.ArgumentException({Literals.Of(FormattableString.Invariant($"A point of {model.Name} becomes up to {model.Fields.Count} samples."))}, nameof(destination));").Line();
        writer.Line($"MeasurementSeries series = {SeriesOfThis(model)};");
        writer.Line("int count = 0;");
        foreach (FieldModel field in model.Fields)
        {
            string value = $"this.{field.Property}";
            if (field.IsNullable)
            {
                string local = Local(field.Property);
                writer.Line($"if ({value} is {{ }} {local})");
                writer.Indented($"destination[count++] = {Sample(model, field, local)};");
            }
            else
            {
                writer.Line($"destination[count++] = {Sample(model, field, value)};");
            }
        }

        writer.Line("return count;").Close();
    }

    private static string Sample(MeasurementModel model, FieldModel field, string value) =>
        $"new global::Busbar.Sample(series.{SeriesOf(field)}, {Cast(field.Kind)}{value}, this.{model.Timestamp})";

    private static string Cast(FieldKind kind) => kind switch
    {
        FieldKind.Signed => "(long)",
        FieldKind.Unsigned => "(ulong)",
        FieldKind.Decimal => "(double)",
        _ => "",
    };

    private static string Text(TagForm form, string value) => form switch
    {
        TagForm.Number => $"{value}.ToString(global::System.Globalization.CultureInfo.InvariantCulture)",
        TagForm.Truth => $"{value} ? \"true\" : \"false\"",
        TagForm.Name => $"{value}.ToString()",
        _ => value,
    };

    private static void EmitWriteTo(SourceWriter writer, MeasurementModel model)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Open("public void WriteTo(global::System.Text.Json.Utf8JsonWriter writer)");
        writer.Line("writer.WriteStartObject();");
        foreach (TagModel tag in model.Tags)
            EmitMember(writer, tag.Property, tag.IsNullable, value => $"writer.WriteString({Literals.Utf8(tag.Name)}, {Text(tag.Form, value)});");
        foreach (FieldModel field in model.Fields)
            EmitMember(writer, field.Property, field.IsNullable, value => Json(field, value));
        writer.Line($"writer.WriteString(\"time\"u8, this.{model.Timestamp});");
        writer.Line("writer.WriteEndObject();").Close();
    }

    private static void EmitMember(SourceWriter writer, string property, bool isNullable, Func<string, string> write)
    {
        if (!isNullable)
        {
            writer.Line(write($"this.{property}"));
            return;
        }

        writer.Line($"if (this.{property} is {{ }} {Local(property)})");
        writer.Indented(write(Local(property)));
    }

    private static string Json(FieldModel field, string value) => field.Kind switch
    {
        FieldKind.Boolean => $"writer.WriteBoolean({Literals.Utf8(field.Name)}, {value});",
        FieldKind.Text => $"writer.WriteString({Literals.Utf8(field.Name)}, {value});",
        FieldKind.Decimal => $"writer.WriteNumber({Literals.Utf8(field.Name)}, {value});",
        _ => $"global::Busbar.JsonNumber.Write(writer, {Literals.Utf8(field.Name)}, {Cast(field.Kind)}{value});",
    };

    private static void EmitSeries(SourceWriter writer, MeasurementModel model)
    {
        writer.Line("/// <summary>The series of one set of tags.</summary>");
        writer.Open("private sealed class MeasurementSeries");
        if (model.Tags.Count == 0)
            writer.Line($"public static readonly MeasurementSeries Only = new(global::Busbar.SeriesGroup.Of({Literals.Of(model.Name)}));").Line();
        else
            writer.Line("private static readonly global::System.Collections.Concurrent.ConcurrentDictionary<TagSet, MeasurementSeries> Known = new();").Line();

        writer.Open("private MeasurementSeries(global::Busbar.SeriesGroup group)").Line("Group = group;");
        foreach (FieldModel field in model.Fields)
            EmitField(writer, field);
        writer.Close().Line();

        writer.Line("public global::Busbar.SeriesGroup Group { get; }");
        foreach (FieldModel field in model.Fields)
            writer.Line().Line($"public global::Busbar.Series {SeriesOf(field)} {{ get; }}");
        if (model.Tags.Count > 0)
        {
            writer.Line().Line("public static MeasurementSeries Of(TagSet tags) => Known.TryGetValue(tags, out MeasurementSeries? known) ? known : Known.GetOrAdd(tags, new MeasurementSeries(tags.ToGroup()));");
        }

        writer.Close();
    }

    private static void EmitField(SourceWriter writer, FieldModel field)
    {
        string unit = field.Unit is null ? "" : $", unit: {Literals.Of(field.Unit)}";
        writer.Line($"{SeriesOf(field)} = group.Field({Literals.Of(field.Name)}{unit});");
        if (field.Resolution > 0)
            writer.Line($"{SeriesOf(field)}.Metadata = {SeriesOf(field)}.Metadata with {{ Resolution = {Literals.Of(field.Resolution)} }};");
        if (field.States.Count > 0)
            writer.Line($"{SeriesOf(field)}.Metadata = {SeriesOf(field)}.Metadata with {{ States = [{string.Join(", ", field.States.Select(Literals.Of))}] }};");
    }

    private static void EmitTagSet(SourceWriter writer, MeasurementModel model)
    {
        writer.Line("/// <summary>The tags of a point, by which its series are found again.</summary>");
        writer.Open($"private readonly record struct TagSet({string.Join(", ", model.Tags.Select(tag => $"{tag.Type} {MemberOf(tag)}"))})");
        writer.Open("public global::Busbar.SeriesGroup ToGroup()");
        writer.Line("var tags = new global::System.Collections.Generic.List<global::Busbar.Tag>();");
        foreach (TagModel tag in model.Tags)
            EmitMember(writer, MemberOf(tag), tag.IsNullable, value => $"tags.Add(new global::Busbar.Tag({Literals.Of(tag.Name)}, {Text(tag.Form, value)}));");
        writer.Line($"return global::Busbar.SeriesGroup.Of({Literals.Of(model.Name)}, global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tags));");
        writer.Close().Close();
    }

    /// <summary>The series is called as the property, unless the class that holds it has a member of that name.</summary>
    private static string SeriesOf(FieldModel field) => field.Property is "Group" or "group" or "Known" or "Only" or "Of" ? field.Property + "Field" : field.Property;

    private static string MemberOf(TagModel tag) => tag.Property == "ToGroup" ? "ToGroupTag" : tag.Property;

    private static string SeriesOfThis(MeasurementModel model) => model.Tags.Count == 0
        ? "MeasurementSeries.Only"
        : $"MeasurementSeries.Of(new TagSet({string.Join(", ", model.Tags.Select(tag => $"this.{tag.Property}"))}))";

    /// <summary>A local of its own for each property, however the property is called.</summary>
    private static string Local(string property)
    {
        string name = property.TrimStart('@');
        return "given" + char.ToUpperInvariant(name[0]) + name.Substring(1);
    }
}
