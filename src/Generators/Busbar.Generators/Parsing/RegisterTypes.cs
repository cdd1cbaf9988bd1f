using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>Which .NET types properties of a register map can have, and what the registers then hold.</summary>
internal static class RegisterTypes
{
    /// <summary>The type as generated code needs it; null for one that no register can have.</summary>
    public static Models.ValueType? Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            return new Models.ValueType(type.ToDisplayString(TypeParser.FullName), underlying.ToDisplayString(), IsEnum: true);
        string name = type.ToDisplayString(TypeParser.FullName);
        return type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Decimal or SpecialType.System_Single or SpecialType.System_Double
            or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_String
            ? new Models.ValueType(name, name, IsEnum: false)
            : null;
    }

    /// <summary>What registers hold when nothing is said; null when something must be.</summary>
    public static WireType? Infer(ITypeSymbol type, Models.ValueType value) => value.IsEnum ? InferEnum(type) ?? Named(value.Number) : Named(value.Number);

    /// <summary>The .NET type of what registers hold.</summary>
    public static string Name(WireType wire) => wire switch
    {
        WireType.Int16 => "short",
        WireType.UInt16 => "ushort",
        WireType.Int32 => "int",
        WireType.UInt32 => "uint",
        WireType.Int64 => "long",
        WireType.UInt64 => "ulong",
        WireType.Float32 => "float",
        _ => "double",
    };

    /// <summary>Whether every value that the registers can hold is one of the type: nothing that is read is cut.</summary>
    public static bool Holds(Models.ValueType type, WireType wire)
    {
        bool isInteger = wire is not (WireType.Float32 or WireType.Float64);
        return type.Number switch
        {
            "double" => true,
            "float" => wire != WireType.Float64,
            "decimal" => isInteger,
            _ => isInteger && Lowest(Name(wire)) >= Lowest(type.Number) && Highest(Name(wire)) <= Highest(type.Number),
        };
    }

    /// <summary>Whether a bit field of a width fits into an integer or an enumeration.</summary>
    public static bool HoldsBits(Models.ValueType type, int width) => Highest(type.Number) >= (1 << width) - 1;

    private static WireType? Named(string number) => number switch
    {
        "short" => WireType.Int16,
        "ushort" => WireType.UInt16,
        "int" => WireType.Int32,
        "uint" => WireType.UInt32,
        "long" => WireType.Int64,
        "ulong" => WireType.UInt64,
        "float" => WireType.Float32,
        "double" => WireType.Float64,
        _ => null,
    };

    /// <summary>One register where it takes all values: an enumeration is an int because nobody wrote a type, and hardly ever two registers in a device.</summary>
    private static WireType? InferEnum(ITypeSymbol type)
    {
        decimal[] values = [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .Select(field => Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture))];
        if (Array.TrueForAll(values, value => value is >= 0 and <= ushort.MaxValue))
            return ((INamedTypeSymbol)type).EnumUnderlyingType!.SpecialType == SpecialType.System_Int16 ? WireType.Int16 : WireType.UInt16;
        return Array.TrueForAll(values, value => value is >= short.MinValue and <= short.MaxValue) ? WireType.Int16 : null;
    }

    private static decimal Lowest(string number) => number switch
    {
        "sbyte" => sbyte.MinValue,
        "short" => short.MinValue,
        "int" => int.MinValue,
        "long" => long.MinValue,
        _ => 0,
    };

    private static decimal Highest(string number) => number switch
    {
        "sbyte" => sbyte.MaxValue,
        "byte" => byte.MaxValue,
        "short" => short.MaxValue,
        "ushort" => ushort.MaxValue,
        "int" => int.MaxValue,
        "uint" => uint.MaxValue,
        "long" => long.MaxValue,
        "ulong" => ulong.MaxValue,
        _ => 0,
    };
}
