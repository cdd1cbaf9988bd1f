using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static System.FormattableString;

namespace Busbar.Generators.Parsing;

/// <summary>One property of a register map in, its model out, or null with what is wrong with it.</summary>
internal sealed class RegisterParser
{
    private static readonly string[] Orders = ["ABCD", "CDAB", "BADC", "DCBA"];

    private readonly IPropertySymbol _property;
    private readonly AttributeData _attribute;
    private readonly string _mapOrder;
    private readonly ReadLimits _limits;
    private readonly List<DiagnosticInfo> _diagnostics;

    private RegisterParser(IPropertySymbol property, AttributeData attribute, string mapOrder, ReadLimits limits, List<DiagnosticInfo> diagnostics)
    {
        _property = property;
        _attribute = attribute;
        _mapOrder = mapOrder;
        _limits = limits;
        _diagnostics = diagnostics;
    }

    private bool IsBitTable => Table is MapTable.Coils or MapTable.DiscreteInputs;

    private MapTable Table => _attribute.AttributeClass!.Name switch
    {
        "CoilAttribute" => MapTable.Coils,
        "DiscreteInputAttribute" => MapTable.DiscreteInputs,
        "InputAttribute" => MapTable.InputRegisters,
        _ => MapTable.HoldingRegisters,
    };

    private double Scale => _attribute.Given("Scale", 1d);

    private int Bit => _attribute.Given("Bit", -1);

    private int Bits => _attribute.Given("Bits", 1);

    private int Length => _attribute.Given("Length", 0);

    private WireType As => (WireType)(_attribute.GivenEnum("As") ?? 0);

    public static RegisterModel? Parse(
        IPropertySymbol property, AttributeData attribute, string mapOrder, ReadLimits limits, Func<string, string> newField, List<DiagnosticInfo> diagnostics, CancellationToken cancellationToken)
    {
        int before = diagnostics.Count;
        RegisterModel? model = new RegisterParser(property, attribute, mapOrder, limits, diagnostics).Parse(newField, cancellationToken);
        return diagnostics.Count == before ? model : null;
    }

    public static string OrderOf(AttributeData attribute, string otherwise) =>
        attribute.GivenEnum("Order") is { } order ? order < Orders.Length ? Orders[order] : otherwise : otherwise;

    private RegisterModel? Parse(Func<string, string> newField, CancellationToken cancellationToken)
    {
        if (Declaration(cancellationToken) is not { } declaration)
        {
            Report(RegisterRules.PropertyNotPartial, _property.Name);
            return null;
        }

        if (ParseType() is not ({ } type, { } kind) || ParseWire(type, kind) is not { } wire)
            return null;

        var model = new RegisterModel
        {
            Property = SyntaxFacts.GetKeywordKind(_property.Name) != SyntaxKind.None ? "@" + _property.Name : _property.Name,
            DisplayName = _property.Name,
            Modifiers = string.Join(" ", declaration.Modifiers.Select(modifier => modifier.Text)),
            Getter = Accessor(declaration, SyntaxKind.GetAccessorDeclaration)!,
            Setter = Accessor(declaration, SyntaxKind.SetAccessorDeclaration) ?? Accessor(declaration, SyntaxKind.InitAccessorDeclaration),
            Field = newField("_" + char.ToLowerInvariant(_property.Name[0]) + _property.Name.Substring(1)),
            Table = Table,
            Address = _attribute.ConstructorArguments[0].Value as int? ?? 0,
            Kind = kind,
            Type = type,
            Wire = wire,
            Order = kind == RegisterKind.Text ? "ABCD" : OrderOf(_attribute, _mapOrder),
            Scale = Scale,
            Bit = Math.Max(Bit, 0),
            Bits = Bits,
            Length = Length,
            IsArray = _property.Type is IArrayTypeSymbol,
            IsUtf8 = _attribute.GivenEnum("Encoding") == 1,
            Overlaps = _attribute.Given("Overlaps", false),
            Name = _attribute.Given<string?>("Name", null) ?? SnakeCase.Of(_property.Name),
            Unit = _attribute.Given<string?>("EngineeringUnit", null),
            Description = _attribute.Given<string?>("Description", null),
            States = ValueTypes.States(Element),
        };
        CheckLength(model);
        if (Table is MapTable.DiscreteInputs or MapTable.InputRegisters && model.Setter is not null)
            Report(RegisterRules.ReadOnlyTable, _property.Name, Table == MapTable.InputRegisters ? "input registers" : "discrete inputs");
        if (model.Name.Length == 0 || model.Name.Any(char.IsControl))
            Report(RegisterRules.InvalidName, model.Name, _property.Name);
        return model;
    }

    private ITypeSymbol Element => _property.Type is IArrayTypeSymbol array ? array.ElementType : _property.Type;

    private PropertyDeclarationSyntax? Declaration(CancellationToken cancellationToken) =>
        _property is { IsPartialDefinition: true, PartialImplementationPart: null, IsStatic: false, IsIndexer: false, RefKind: RefKind.None, GetMethod: not null }
            ? _property.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<PropertyDeclarationSyntax>().FirstOrDefault()
            : null;

    private static string? Accessor(PropertyDeclarationSyntax declaration, SyntaxKind kind) =>
        declaration.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(kind)) is { } accessor
            ? string.Join(" ", accessor.Modifiers.Append(accessor.Keyword).Select(token => token.Text))
            : null;

    private (Models.ValueType Type, RegisterKind Kind)? ParseType()
    {
        bool isArray = _property.Type is IArrayTypeSymbol;
        if (_property.Type is IArrayTypeSymbol { Rank: not 1 } || IsNullable(_property.Type) || IsNullable(Element))
            return Unsupported("a register always holds a value, so that it has no null and its array one dimension; write the type without '?', and the array as T[]");
        if (RegisterTypes.Of(Element) is not { } type || (isArray && type.Number == "string"))
            return Unsupported(IsBitTable ? "a coil or discrete input is a bool, or with a length a bool[]" : "a register holds a bool, a number of 16, 32 or 64 bits, a decimal, an enumeration, a string, or an array of numbers");

        bool isBool = type.Number == "bool";
        if (IsBitTable)
            return isBool ? (type, RegisterKind.Bit) : Unsupported("a coil or discrete input is a bool, or with a length a bool[]");
        if (type.Number == "string")
            return (type, RegisterKind.Text);
        if (isBool)
            return isArray ? Unsupported("registers hold no array of bools; make a bit field of each") : (type, RegisterKind.Flag);
        if (Bit >= 0 || Bits != 1)
            return type.IsFloating || type.IsDecimal || isArray ? Unsupported("a bit field is a bool, an integer or an enumeration") : (type, RegisterKind.BitField);
        return type.IsEnum || type.Number is not ("byte" or "sbyte") ? (type, RegisterKind.Number) : Unsupported("a register has 16 bits; write a wider type, or Bit and Bits for a bit field");
    }

    private static bool IsNullable(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated };

    private WireType? ParseWire(Models.ValueType type, RegisterKind kind)
    {
        if (kind is RegisterKind.Flag or RegisterKind.BitField)
            CheckBits(type, kind);
        if (kind != RegisterKind.Number)
        {
            WireType own = kind == RegisterKind.BitField ? WireType.UInt16 : WireType.Boolean;
            if (As != WireType.Unspecified && (As != own || kind == RegisterKind.Text))
                Contradicts($"As = RegisterType.{As} is for numbers in registers of their own");
            if (Scale is not 1)
                Contradicts("a scale is for numbers in registers of their own");
            return own;
        }

        WireType? wire = As == WireType.Unspecified ? RegisterTypes.Infer(Element, type) : As;
        if (wire is null || wire is WireType.Boolean || wire > WireType.Float64)
            Contradicts("its type does not say what the registers hold; write As = RegisterType.Int16, or what it is");
        else if (!RegisterTypes.Holds(type, wire.Value))
            Contradicts($"{Display(Element)} does not hold every {wire}; write a type that does, or another As");
        CheckScale(type);
        return wire;
    }

    private void CheckBits(Models.ValueType type, RegisterKind kind)
    {
        string what = $"{(Bits == 1 ? "bit" : $"{Bits} bits from")} {Bit}";
        if (kind == RegisterKind.Flag && Bit < 0 && Bits == 1)
            Report(RegisterRules.BitOutOfRange, _property.Name, "a bool without a bit", "a register has 16; write Bit = 0 to 15");
        else if (Bit is < 0 or > 15 || Bits < 1 || Bit + Bits > 16)
            Report(RegisterRules.BitOutOfRange, _property.Name, what, "a register has the bits 0 (the lowest) to 15");
        else if (kind == RegisterKind.Flag ? Bits != 1 : !RegisterTypes.HoldsBits(type, Bits))
            Report(RegisterRules.BitOutOfRange, _property.Name, what, $"{Display(Element)} does not hold them; write a type that does");
        if (Length != 0)
            Contradicts("a bit field has no length");
    }

    private void CheckScale(Models.ValueType type)
    {
        if (Scale == 0 || double.IsNaN(Scale) || double.IsInfinity(Scale))
            Report(RegisterRules.InvalidScale, _property.Name, Invariant($"{Scale}"), "it must be finite and not 0");
        else if (type.IsDecimal && Math.Abs(Scale) is < 1e-9 or > 1e9)
            Report(RegisterRules.InvalidScale, _property.Name, Invariant($"{Scale}"), "that of a decimal must be 1e-9 to 1e9");
        else if (Scale is not 1 && !type.IsFloating && !type.IsDecimal)
            Report(RegisterRules.InvalidScale, _property.Name, Invariant($"{Scale}"), $"{Display(Element)} has no fractions; write double, float or decimal");
    }

    private void CheckLength(RegisterModel model)
    {
        bool needsLength = model.IsArray || model.Kind == RegisterKind.Text;
        if (needsLength && Length < 1)
        {
            Report(RegisterRules.NoLength, _property.Name, Invariant($"{Length}"), model.IsArray ? "elements" : "registers");
            return;
        }

        if (!needsLength && Length != 0 && !model.IsPartOfRegister)
            Contradicts($"only a string and an array have a length; {Display(_property.Type)} has none");
        long count = needsLength ? (long)Length * model.Width : model.Width;
        string things = IsBitTable ? "bits" : "registers";
        if (model.Address < 0 || model.Address + count > 65536)
        {
            Report(RegisterRules.AddressOutOfRange, _property.Name, Invariant($"{count} {(count == 1 ? things.TrimEnd('s') : things)}"), Invariant($"{model.Address}"));
            return;
        }

        int written = IsBitTable ? ReadLimits.MaxWriteCoils : ReadLimits.MaxWriteRegisters;
        if (count > _limits.LimitOf(Table))
            Report(RegisterRules.TooLong, _property.Name, Invariant($"{count}"), things, "read", Invariant($"{_limits.LimitOf(Table)}"));
        else if (model.Setter is not null && count > written)
            Report(RegisterRules.TooLong, _property.Name, Invariant($"{count}"), things, "write", Invariant($"{written}"));
    }

    private (Models.ValueType Type, RegisterKind Kind)? Unsupported(string instead)
    {
        Report(RegisterRules.UnsupportedType, _property.Name, Display(_property.Type), instead);
        return null;
    }

    private void Contradicts(string why) => Report(RegisterRules.Contradiction, _property.Name, why);

    private void Report(DiagnosticDescriptor rule, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(_property), arguments));

    private static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
