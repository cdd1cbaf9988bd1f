using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>Which .NET types the values of a payload can become; collects the user's own types of one table on the way.</summary>
internal sealed class PayloadParser
{
    private readonly UserTypeParser _users;

    public PayloadParser() => _users = new UserTypeParser(this);

    /// <summary>All that was met so far.</summary>
    public UserTypes UserTypes => _users.Found;

    /// <summary>What the type is as a value that is read from a payload.</summary>
    /// <param name="type">As the user declared it.</param>
    /// <param name="problem">Why it cannot be one, as the end of a sentence: "it is abstract"; empty when it can.</param>
    /// <returns>Null when it cannot be one.</returns>
    public PayloadType? Parse(ITypeSymbol type, out string problem)
    {
        PayloadType? written = ParseWritten(type, out problem);
        if (written is not null)
            problem = _users.ProblemOfReading(written);
        return problem.Length > 0 ? null : written;
    }

    /// <summary>What the type is as a value that is written to a payload, and perhaps never read: nothing has to make it.</summary>
    /// <inheritdoc cref="Parse"/>
    public PayloadType? ParseWritten(ITypeSymbol type, out string problem)
    {
        problem = "";
        (ITypeSymbol bare, bool isNullable) = Unwrap(type);
        if (Simple(bare) is { } kind)
            return new PayloadType(NameOf(bare), kind, isNullable, bare.IsValueType);
        if (bare is IArrayTypeSymbol array)
            return ParseArray(array, isNullable, out problem);
        if (bare is not INamedTypeSymbol named)
        {
            problem = bare is ITypeParameterSymbol ? "it is a type parameter, which is known only to who uses it" : "nothing in a payload can become it";
            return null;
        }

        return ParseCollection(named, isNullable, ref problem) ?? (problem.Length > 0 ? null : _users.Parse(named, isNullable, out problem));
    }

    /// <summary>The type as generated code names it, without its own nullability.</summary>
    public static string NameOf(ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(TypeParser.FullName);

    /// <summary>The simple kind of an integer or anything else that stands for itself; null for all that is made of others.</summary>
    public static PayloadKind? Simple(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => PayloadKind.Boolean,
        SpecialType.System_SByte => PayloadKind.SByte,
        SpecialType.System_Byte => PayloadKind.Byte,
        SpecialType.System_Int16 => PayloadKind.Int16,
        SpecialType.System_UInt16 => PayloadKind.UInt16,
        SpecialType.System_Int32 => PayloadKind.Int32,
        SpecialType.System_UInt32 => PayloadKind.UInt32,
        SpecialType.System_Int64 => PayloadKind.Int64,
        SpecialType.System_UInt64 => PayloadKind.UInt64,
        SpecialType.System_Single => PayloadKind.Single,
        SpecialType.System_Double => PayloadKind.Double,
        SpecialType.System_Decimal => PayloadKind.Decimal,
        SpecialType.System_Char => PayloadKind.Char,
        SpecialType.System_String => PayloadKind.String,
        SpecialType.System_DateTime => PayloadKind.DateTime,
        _ => OfSystem(type),
    };

    private static PayloadKind? OfSystem(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() switch
    {
        "System.Guid" => PayloadKind.Guid,
        "System.DateTimeOffset" => PayloadKind.DateTimeOffset,
        "System.DateOnly" => PayloadKind.DateOnly,
        "System.TimeOnly" => PayloadKind.TimeOnly,
        "System.TimeSpan" => PayloadKind.TimeSpan,
        "System.ReadOnlySpan<byte>" => PayloadKind.OctetSpan,
        "System.Text.Json.JsonElement" => PayloadKind.JsonElement,
        _ => null,
    };

    /// <summary>The type without its nullability; a reference of code that says nothing of it may be null.</summary>
    private static (ITypeSymbol Type, bool IsNullable) Unwrap(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? (nullable.TypeArguments[0], true)
        : (type, type is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.NotAnnotated });

    private PayloadType? ParseArray(IArrayTypeSymbol array, bool isNullable, out string problem)
    {
        problem = "";
        if (array.Rank > 1)
        {
            problem = "it is an array of several dimensions";
            return null;
        }

        if (array.ElementType.SpecialType == SpecialType.System_Byte)
            return new PayloadType(NameOf(array), PayloadKind.Octets, isNullable, IsValueType: false);
        return ParseItem(array.ElementType, out problem) is { } element
            ? new PayloadType(NameOf(array), PayloadKind.Array, isNullable, IsValueType: false, element)
            : null;
    }

    private PayloadType? ParseCollection(INamedTypeSymbol type, bool isNullable, ref string problem)
    {
        PayloadKind kind;
        ITypeSymbol item;
        switch (type.OriginalDefinition.ToDisplayString())
        {
            case "System.Collections.Generic.List<T>" or "System.Collections.Generic.IList<T>" or "System.Collections.Generic.ICollection<T>"
                or "System.Collections.Generic.IEnumerable<T>" or "System.Collections.Generic.IReadOnlyList<T>" or "System.Collections.Generic.IReadOnlyCollection<T>":
                (kind, item) = (PayloadKind.List, type.TypeArguments[0]);
                break;
            case "System.Collections.Generic.Dictionary<TKey, TValue>" or "System.Collections.Generic.IDictionary<TKey, TValue>"
                or "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" when type.TypeArguments[0].SpecialType == SpecialType.System_String:
                (kind, item) = (PayloadKind.Map, type.TypeArguments[1]);
                break;
            default:
                return null;
        }

        return ParseItem(item, out problem) is { } element ? new PayloadType(NameOf(type), kind, isNullable, IsValueType: false, element) : null;
    }

    /// <summary>The type of the items of a collection; what is wrong with it names it.</summary>
    private PayloadType? ParseItem(ITypeSymbol item, out string problem)
    {
        PayloadType? element = ParseWritten(item, out problem);
        if (problem.Length > 0)
            problem = $"its items are of type {item.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, and {problem}";
        return element;
    }
}
