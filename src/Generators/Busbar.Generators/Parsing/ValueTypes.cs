using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>Which .NET types a tag and a field can have.</summary>
internal static class ValueTypes
{
    /// <summary>The type without its nullability, and whether it may be null.</summary>
    public static (ITypeSymbol Type, bool IsNullable) Unwrap(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? (nullable.TypeArguments[0], true)
        : (type, type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated });

    /// <summary>How a tag becomes text; null for a type that no tag can have.</summary>
    public static TagForm? Tag(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => TagForm.Text,
        { SpecialType: SpecialType.System_Boolean } => TagForm.Truth,
        { TypeKind: TypeKind.Enum } => TagForm.Name,
        _ when IsSigned(type) || IsUnsigned(type) => TagForm.Number,
        _ when type.ToDisplayString() == "System.Guid" => TagForm.Name,
        _ => null,
    };

    /// <summary>What a field becomes; null for a type that no field can have.</summary>
    public static FieldKind? Field(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Double or SpecialType.System_Single } => FieldKind.Floating,
        { SpecialType: SpecialType.System_Boolean } => FieldKind.Boolean,
        { SpecialType: SpecialType.System_String } => FieldKind.Text,
        { SpecialType: SpecialType.System_Decimal } => FieldKind.Decimal,
        { TypeKind: TypeKind.Enum } => FieldKind.Signed,
        _ when IsSigned(type) => FieldKind.Signed,
        _ when IsUnsigned(type) => FieldKind.Unsigned,
        _ => null,
    };

    /// <summary>The names of an enumeration whose values are 0, 1, 2 …; empty for anything else.</summary>
    public static EquatableArray<string> States(ITypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Enum)
            return default;
        IFieldSymbol[] values = [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).OrderBy(ValueOf)];
        return values.Select(ValueOf).SequenceEqual(Enumerable.Range(0, values.Length).Select(value => (decimal)value))
            ? values.Select(field => field.Name).ToEquatableArray()
            : default;
    }

    private static decimal ValueOf(IFieldSymbol field) => Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsSigned(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64;

    private static bool IsUnsigned(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64;
}
