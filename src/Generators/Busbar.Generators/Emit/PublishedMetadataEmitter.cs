using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>What a table tells of its functions: names, types, defaults, documentation.</summary>
internal sealed class PublishedMetadataEmitter(UserTypes users)
{
    private const string Runtime = "global::Busbar.";
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal); // of users' types, by type; empty while its members are looked at
    private readonly List<string> _lines = [];

    public void Emit(SourceWriter writer, EquatableArray<PublishedFunctionModel> functions)
    {
        string[][] texts = [.. functions.Select(function => Function(function).ToArray())];
        foreach (string line in _lines)
            writer.Line(line);
        if (_lines.Count > 0)
            writer.Line();
        writer.Line($"private static readonly {Runtime}PublishedFunctions Published = new(");
        for (int i = 0; i < texts.Length; i++)
        {
            for (int line = 0; line < texts[i].Length; line++)
                writer.Indented(texts[i][line] + (line < texts[i].Length - 1 ? "" : i < texts.Length - 1 ? "," : ");"));
        }
    }

    private IEnumerable<string> Function(PublishedFunctionModel function)
    {
        string[] parameters = [.. function.Parameters.Where(parameter => parameter.Role == PublishedParameterRole.Argument).Select(Parameter)];
        string[] properties = [.. Properties(function)];
        if (parameters.Length == 0)
        {
            yield return $"new {Runtime}PublishedFunction({Literals.Of(function.Name)})";
        }
        else
        {
            yield return $"new {Runtime}PublishedFunction(";
            yield return $"    {Literals.Of(function.Name)},";
            for (int i = 0; i < parameters.Length; i++)
                yield return $"    {parameters[i]}{(i < parameters.Length - 1 ? "," : ")")}";
        }

        if (properties.Length == 0)
            yield break;
        yield return "{";
        foreach (string property in properties)
            yield return $"    {property},";
        yield return "}";
    }

    private IEnumerable<string> Properties(PublishedFunctionModel function)
    {
        if (function.Result is not null)
            yield return $"Result = {TypeOf(function.Result)}";
        if (function.Form == PublishedResultForm.Streamed)
            yield return "IsStream = true";
        DocumentationModel said = function.Documentation;
        foreach ((string name, string? text) in new[] { ("Summary", said.Summary), ("Remarks", said.Remarks), ("Returns", said.Returns), ("Obsolete", function.Obsolete) })
        {
            if (text is not null)
                yield return $"{name} = {Literals.Of(text)}";
        }
    }

    private string Parameter(PublishedParameterModel parameter)
    {
        var properties = new List<string>();
        if (!parameter.IsRequired)
            properties.Add("IsRequired = false");
        if (parameter.DefaultJson is not null)
            properties.Add($"Default = {Literals.Of(parameter.DefaultJson)}");
        if (parameter.Description is not null)
            properties.Add($"Description = {Literals.Of(parameter.Description)}");
        string more = properties.Count == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
        return $"new {Runtime}PublishedParameter({Literals.Of(parameter.Name)}, {TypeOf(parameter.Value!)}){more}";
    }

    private string TypeOf(PublishedValue value) => value.Payload is { } payload ? TypeOf(payload) : Runtime + "PublishedType.Any";

    private string TypeOf(PayloadType type)
    {
        string known = type.Kind switch
        {
            PayloadKind.Record => FieldOf(type),
            PayloadKind.Enum => FieldOf(type),
            PayloadKind.Array or PayloadKind.List => $"{Runtime}PublishedType.ListOf({TypeOf(type.Element!)})",
            PayloadKind.Map => $"{Runtime}PublishedType.MapOf({TypeOf(type.Element!)})",
            PayloadKind.OctetSpan => $"{Runtime}PublishedType.Octets",
            PayloadKind.JsonElement => $"{Runtime}PublishedType.Any",
            _ => $"{Runtime}PublishedType.{type.Kind}",
        };
        return type.IsNullable ? known + ".OrNull" : known;
    }

    /// <summary>The field that describes a user's type; a type that holds itself is described as far as to there.</summary>
    private string FieldOf(PayloadType type)
    {
        if (_fields.TryGetValue(type.Type, out string? known))
            return known.Length > 0 ? known : Runtime + "PublishedType.AnyObject";

        _fields.Add(type.Type, "");
        (string identifier, string made) = type.Kind == PayloadKind.Enum ? Describe(users.EnumOf(type)) : Describe(users.RecordOf(type));
        string field = identifier + "Type";
        _lines.Add($"private static readonly {Runtime}PublishedType {field} = {made};");
        return _fields[type.Type] = field;
    }

    private static (string Identifier, string Made) Describe(EnumModel model) =>
        (model.Identifier, $"{Runtime}PublishedType.OneOf({string.Join(", ", model.Names.Select(Literals.Of))})");

    private (string Identifier, string Made) Describe(RecordModel model)
    {
        IEnumerable<string> members = model.Members.Select(member => $"({Literals.Of(member.Name)}, {TypeOf(member.Value)}, {Literals.Of(member.IsRequired)})");
        return (model.Identifier, $"{Runtime}PublishedType.Record({string.Join(", ", members)})");
    }
}
