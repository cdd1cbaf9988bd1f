using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>A type with <c>[Measurement]</c> in, its model and what is wrong with it out.</summary>
internal sealed class MeasurementParser
{
    public const string Attribute = "Busbar.MeasurementAttribute";
    private const string TagAttribute = "Busbar.TagAttribute";
    private const string FieldAttribute = "Busbar.FieldAttribute";
    private const string TimestampAttribute = "Busbar.TimestampAttribute";

    private readonly INamedTypeSymbol _type;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly List<TagModel> _tags = [];
    private readonly List<FieldModel> _fields = [];
    private readonly List<string> _timestamps = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private MeasurementParser(INamedTypeSymbol type) => _type = type;

    public static Parsed<MeasurementModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new MeasurementParser((INamedTypeSymbol)context.TargetSymbol).Parse(context.Attributes[0], cancellationToken);

    private Parsed<MeasurementModel> Parse(AttributeData attribute, CancellationToken cancellationToken)
    {
        string name = GivenName(attribute) ?? "";
        CheckType(cancellationToken);
        CheckName(name, _type.Name, LocationInfo.From(_type));
        foreach (IPropertySymbol property in _type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ParseProperty(property);
        }

        if (_fields.Count == 0 && _diagnostics.Count == 0)
            Report(MeasurementRules.NoField, _type, _type.Name);
        if (_timestamps.Count != 1 && _diagnostics.Count == 0)
            Report(MeasurementRules.NotOneTimestamp, _type, _type.Name, _timestamps.Count == 0 ? "no" : $"{_timestamps.Count}");

        MeasurementModel? model = _diagnostics.Count > 0
            ? null
            : new MeasurementModel(TypeParser.Parse(_type), name, _tags.ToEquatableArray(), _fields.ToEquatableArray(), _timestamps[0]);
        return new Parsed<MeasurementModel>(model, _diagnostics.ToEquatableArray());
    }

    private void CheckType(CancellationToken cancellationToken)
    {
        if (TypeParser.FindNotPartial(_type, cancellationToken) is { } notPartial)
            Report(MeasurementRules.NotPartial, notPartial, notPartial.Name);
        if (TypeParser.IsFileLocal(_type))
            Report(MeasurementRules.FileLocal, _type, _type.Name);
    }

    private void ParseProperty(IPropertySymbol property)
    {
        AttributeData[] roles = [.. property.GetAttributes().Concat(AttributesOfParameter(property)).Where(IsRole)];
        if (roles.Length == 0)
            return;
        if (roles.Length > 1)
        {
            Report(MeasurementRules.TwoRoles, property, property.Name, string.Join(" and ", roles.Select(role => $"[{role.AttributeClass!.Name.Replace("Attribute", "")}]")));
            return;
        }

        switch (roles[0].AttributeClass!.ToDisplayString())
        {
            case TagAttribute: ParseTag(property, roles[0]); break;
            case FieldAttribute: ParseField(property, roles[0]); break;
            default: ParseTimestamp(property); break;
        }
    }

    /// <summary>The attributes of a positional record stand at the parameter unless they say <c>property:</c>.</summary>
    private IEnumerable<AttributeData> AttributesOfParameter(IPropertySymbol property) =>
        _type.IsRecord && property.DeclaringSyntaxReferences.FirstOrDefault() is { } declared
            ? _type.InstanceConstructors.SelectMany(constructor => constructor.Parameters)
                .Where(parameter => string.Equals(parameter.Name, property.Name, StringComparison.Ordinal) && parameter.DeclaringSyntaxReferences.FirstOrDefault()?.Span == declared.Span)
                .SelectMany(parameter => parameter.GetAttributes())
            : [];

    private static bool IsRole(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() is TagAttribute or FieldAttribute or TimestampAttribute;

    private void ParseTag(IPropertySymbol property, AttributeData attribute)
    {
        string name = NameOf(property, attribute);
        if (!CheckMember(name, property))
            return;
        (ITypeSymbol type, bool isNullable) = ValueTypes.Unwrap(property.Type);
        if (ValueTypes.Tag(type) is { } form)
            _tags.Add(new TagModel(Escaped(property), name, property.Type.ToDisplayString(TypeParser.FullName), isNullable, form));
        else
            ReportType(property, "tag", "a tag is a text, an integer, an enumeration, a bool or a Guid");
    }

    private void ParseField(IPropertySymbol property, AttributeData attribute)
    {
        string name = NameOf(property, attribute);
        if (!CheckMember(name, property))
            return;
        (ITypeSymbol type, bool isNullable) = ValueTypes.Unwrap(property.Type);
        if (ValueTypes.Field(type) is not { } kind)
        {
            ReportType(property, "field", "a field is a number, a bool, an enumeration or a string");
            return;
        }

        string? unit = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Unit").Value.Value as string;
        double resolution = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Resolution").Value.Value as double? ?? 0;
        _fields.Add(new FieldModel(Escaped(property), name, kind, isNullable, unit, resolution, ValueTypes.States(type)));
    }

    private void ParseTimestamp(IPropertySymbol property)
    {
        if (property.Type.ToDisplayString() == "System.DateTimeOffset")
            _timestamps.Add(Escaped(property));
        else
            ReportType(property, "time", "write DateTimeOffset, which says where its zero is");
    }

    private bool CheckMember(string name, IPropertySymbol property)
    {
        if (!CheckName(name, property.Name, LocationInfo.From(property)))
            return false;
        if (_names.Add(name))
            return true;
        Report(MeasurementRules.DuplicateName, property, property.Name, name);
        return false;
    }

    private bool CheckName(string name, string of, LocationInfo? location)
    {
        if (name.Length > 0 && !name.Any(char.IsControl))
            return true;
        _diagnostics.Add(DiagnosticInfo.Of(MeasurementRules.InvalidName, location, name, of));
        return false;
    }

    private void ReportType(IPropertySymbol property, string role, string instead) =>
        Report(MeasurementRules.UnsupportedType, property, property.Name, property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), role, instead);

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));

    private static string NameOf(IPropertySymbol property, AttributeData attribute) =>
        GivenName(attribute) ?? SnakeCase.Of(property.Name);

    private static string? GivenName(AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value as string;

    private static string Escaped(IPropertySymbol property) => property.ToDisplayString(new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
}
