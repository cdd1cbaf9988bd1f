using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>How large a struct is, without padding: what is unknown counts nothing.</summary>
internal static class StructSize
{
    private const int Reference = 8;
    private const int MaxDepth = 8;

    public static int AtLeast(ITypeSymbol type) => AtLeast(type, MaxDepth);

    private static int AtLeast(ITypeSymbol type, int depth)
    {
        if (type is ITypeParameterSymbol { IsReferenceType: false } || depth == 0)
            return 0;
        if (type.IsReferenceType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
            return Reference;
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            return AtLeast(underlying, depth);

        int known = OfSpecial(type.SpecialType);
        return known > 0 ? known : OfFields(type, depth);
    }

    private static int OfFields(ITypeSymbol type, int depth)
    {
        bool overlap = HasExplicitLayout(type);
        int size = 0;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, IsConst: false } field)
                continue;
            int one = field.RefKind != RefKind.None ? Reference : field.IsFixedSizeBuffer ? field.FixedSize : AtLeast(field.Type, depth - 1);
            size = overlap ? Math.Max(size, one) : size + one;
        }

        return size;
    }

    private static bool HasExplicitLayout(ITypeSymbol type) => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == nameof(StructLayoutAttribute) && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is (int)LayoutKind.Explicit);

    private static int OfSpecial(SpecialType type) => type switch
    {
        SpecialType.System_Boolean or SpecialType.System_SByte or SpecialType.System_Byte => 1,
        SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double or SpecialType.System_DateTime => 8,
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => Reference,
        SpecialType.System_Decimal => 16,
        _ => 0,
    };
}
