using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>Users' records and enumerations as payload types, each once for a table.</summary>
internal sealed class UserTypeParser(PayloadParser values)
{
    private readonly Dictionary<string, RecordModel?> _records = new(StringComparer.Ordinal); // null while its members are looked at
    private readonly Dictionary<string, EnumModel> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unmakeable = new(StringComparer.Ordinal); // why nothing can make the record, by its type
    private readonly HashSet<string> _identifiers = new(StringComparer.Ordinal);

    public UserTypes Found => new(
        _records.Values.OfType<RecordModel>().OrderBy(record => record.Identifier, StringComparer.Ordinal).ToEquatableArray(),
        _enums.Values.OrderBy(one => one.Identifier, StringComparer.Ordinal).ToEquatableArray());

    /// <inheritdoc cref="PayloadParser.Parse"/>
    public PayloadType? Parse(INamedTypeSymbol type, bool isNullable, out string problem)
    {
        string name = PayloadParser.NameOf(type);
        problem = Problem(type);
        if (problem.Length > 0)
            return null;
        if (type.TypeKind == TypeKind.Enum)
        {
            if (!_enums.ContainsKey(name))
                _enums.Add(name, ParseEnum(type, name));
            return new PayloadType(name, PayloadKind.Enum, isNullable, IsValueType: true);
        }

        if (!_records.ContainsKey(name))
        {
            _records.Add(name, null);
            RecordModel? model = ParseRecord(type, name, out problem);
            if (model is null)
            {
                _records.Remove(name);
                return null;
            }

            _records[name] = model;
        }

        return new PayloadType(name, PayloadKind.Record, isNullable, type.IsValueType);
    }

    /// <summary>Why a value cannot be read though it can be written, as the end of a sentence; empty when it can.</summary>
    public string ProblemOfReading(PayloadType type) => ProblemOfReading(type, new HashSet<string>(StringComparer.Ordinal));

    private string ProblemOfReading(PayloadType type, HashSet<string> looked)
    {
        if (type.Element is not null)
            return ProblemOfReading(type.Element, looked);
        if (type.Kind != PayloadKind.Record || !looked.Add(type.Type))
            return "";
        if (_unmakeable.TryGetValue(type.Type, out string? problem))
            return problem;
        foreach (RecordMember member in _records[type.Type]!.Members.Where(member => member.Parameter is not null || member.IsSettable))
        {
            string inner = ProblemOfReading(member.Value, looked);
            if (inner.Length > 0)
                return $"its property {member.Property} cannot be read: {inner}";
        }

        return "";
    }

    private static string Problem(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => "it is not known",
        { TypeKind: TypeKind.Enum } => FileLocal(type),
        { TypeKind: not (TypeKind.Class or TypeKind.Struct) } => "it is neither a class, a struct nor an enumeration",
        { IsAbstract: true } => "it is abstract",
        { IsRefLikeType: true } => "it is a ref struct",
        _ when type.ContainingNamespace.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)) =>
            "nothing in a payload can become it",
        _ => FileLocal(type),
    };

    private static string FileLocal(INamedTypeSymbol type) => TypeParser.IsFileLocal(type) ? "it is local to its file, so that generated code cannot name it" : "";

    private EnumModel ParseEnum(INamedTypeSymbol type, string name)
    {
        IFieldSymbol[] members = [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)];
        return new EnumModel(
            name,
            Identify(type),
            PayloadParser.Simple(type.EnumUnderlyingType!)!.Value,
            type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.FlagsAttribute"),
            members.Select(field => field.Name).ToEquatableArray(),
            members.GroupBy(field => field.ConstantValue).Select(group => group.First().Name).ToEquatableArray());
    }

    private RecordModel? ParseRecord(INamedTypeSymbol type, string name, out string problem)
    {
        problem = "";
        IPropertySymbol[] properties = [.. PropertiesOf(type)];
        IMethodSymbol? constructor = ChooseConstructor(type, properties);
        string identifier = Identify(type); // before its members, so that names follow the order in which types are met
        bool setsRequired = constructor is not null && HasAttribute(constructor, "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");
        var members = new List<RecordMember>();
        foreach (IParameterSymbol parameter in constructor?.Parameters ?? [])
        {
            IPropertySymbol property = Find(properties, parameter)!;
            if (Member(property, parameter, setsRequired, ref problem) is not { } member)
                return null;
            members.Add(member);
        }

        foreach (IPropertySymbol property in properties.Where(property => constructor?.Parameters.Any(parameter => Matches(property, parameter)) != true))
        {
            if (Member(property, null, setsRequired, ref problem) is not { } member)
                return null;
            members.Add(member);
        }

        if (constructor is null)
            _unmakeable[name] = "it has no public constructor whose parameters are properties of it";
        else if (!setsRequired && RequiredOf(type).FirstOrDefault(required => !properties.Any(property => property.Name == required.Name)) is { } lacking)
            _unmakeable[name] = $"its {lacking.Name} is required, and is no property that a payload gives";
        if (members.Count > 0)
            return new RecordModel(name, identifier, type.IsValueType, members.ToEquatableArray());
        problem = "it has no public property";
        return null;
    }

    /// <summary>Public properties that can be read, the base types' first; one that is overridden or hidden once.</summary>
    private static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? one = type; one is not null && one.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); one = one.BaseType)
            chain.Push(one);
        return chain.SelectMany(one => one.GetMembers().OfType<IPropertySymbol>())
            .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public }
                && !IsIgnored(property))
            .GroupBy(property => property.Name)
            .Select(group => group.Last());
    }

    /// <summary>The constructor with the most parameters, all of which are properties; not the one that copies a record.</summary>
    private static IMethodSymbol? ChooseConstructor(INamedTypeSymbol type, IPropertySymbol[] properties) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.All(parameter => Find(properties, parameter) is not null))
        .OrderByDescending(constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    private static IPropertySymbol? Find(IPropertySymbol[] properties, IParameterSymbol parameter) => properties.FirstOrDefault(property => Matches(property, parameter));

    private static bool Matches(IPropertySymbol property, IParameterSymbol parameter) =>
        string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type);

    /// <summary>Fields and properties that an object initializer must set.</summary>
    private static IEnumerable<ISymbol> RequiredOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            foreach (ISymbol member in one.GetMembers().Where(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                yield return member;
        }
    }

    private RecordMember? Member(IPropertySymbol property, IParameterSymbol? parameter, bool setsRequired, ref string problem)
    {
        if (values.ParseWritten(property.Type, out string inner) is not { } value)
        {
            problem = $"its property {property.Name} is of type {property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, and {inner}";
            return null;
        }

        if (value.Kind == PayloadKind.OctetSpan)
        {
            problem = $"its property {property.Name} is a span";
            return null;
        }

        bool isSettable = parameter is null && property.SetMethod is { DeclaredAccessibility: Accessibility.Public };
        bool isDemanded = property.IsRequired && !setsRequired; // by the compiler, of an object initializer
        bool isRequired = parameter is { HasExplicitDefaultValue: false } ? !value.IsNullable : isSettable && isDemanded;
        string? defaultText = parameter is null || isRequired ? null : parameter.HasExplicitDefaultValue ? Constants.DefaultOf(parameter) : "null";
        return new RecordMember(NameOf(property), Escaped(property), value, parameter is null ? null : parameter.Name, isSettable, isSettable && property.SetMethod!.IsInitOnly, isRequired, defaultText, isDemanded);
    }

    private static string Escaped(IPropertySymbol property) => property.ToDisplayString(new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));

    private static string NameOf(IPropertySymbol property) =>
        Attribute(property, "System.Text.Json.Serialization.JsonPropertyNameAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? CamelCase.Of(property.Name);

    private static bool HasAttribute(ISymbol symbol, string name) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == name);

    private static bool IsIgnored(IPropertySymbol property) => Attribute(property, "System.Text.Json.Serialization.JsonIgnoreAttribute") is not null;

    private static AttributeData? Attribute(IPropertySymbol property, string name) =>
        property.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);

    private string Identify(INamedTypeSymbol type)
    {
        string name = string.Concat(type.TypeArguments.Select(argument => argument.Name).Prepend(type.Name));
        string identifier = name;
        for (int number = 2; !_identifiers.Add(identifier); number++)
            identifier = name + number;
        return identifier;
    }
}
