using Busbar.Generators.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Emit;

/// <summary>How generated code names the types of payloads, and how their faults do.</summary>
internal static class PayloadText
{
    private const string Collections = "global::System.Collections.Generic.";

    /// <summary>The type of the variable that a value is read into: the class behind an interface, octets of their own for a span of them.</summary>
    public static string Variable(PayloadType type) => type.IsNullable ? Concrete(type) + "?" : Concrete(type);

    /// <summary>What a variable is before anything was read into it.</summary>
    /// <param name="type">Of the variable.</param>
    /// <param name="given">What it is when the payload lacks it; null when that is not said.</param>
    public static string Start(PayloadType type, string? given)
    {
        string start = given ?? (type.IsNullable || !type.IsValueType || type.Kind == PayloadKind.OctetSpan ? "null" : "default");
        bool isForgiven = start == "null" && !type.IsNullable;
        return isForgiven ? "null!" : start;
    }

    /// <summary>The type as the user has it, with the nullability of each item said also where the user's code says nothing of it.</summary>
    public static string Declared(PayloadType type)
    {
        string name = type.Kind switch
        {
            PayloadKind.Array => Declared(type.Element!) + "[]",
            PayloadKind.List => $"{Generic(type)}<{Declared(type.Element!)}>",
            PayloadKind.Map => $"{Generic(type)}<string, {Declared(type.Element!)}>",
            _ => type.Type,
        };
        return type.IsNullable ? name + "?" : name;
    }

    /// <summary>A name for methods about the type: <c>Int32</c>, <c>PointList</c>, <c>StringOrNull</c>.</summary>
    public static string NameOf(PayloadType type, UserTypes users)
    {
        string name = type.Kind switch
        {
            PayloadKind.Record => users.RecordOf(type).Identifier,
            PayloadKind.Enum => users.EnumOf(type).Identifier,
            PayloadKind.Array => NameOf(type.Element!, users) + "Array",
            PayloadKind.List => NameOf(type.Element!, users) + "List",
            PayloadKind.Map => NameOf(type.Element!, users) + "Map",
            _ => type.Kind.ToString(),
        };
        return type.IsNullable ? name + "OrNull" : name;
    }

    /// <summary>What should stand in the payload, as the reader's own refusals have it.</summary>
    public static string Expected(PayloadType type, UserTypes users) => type.Kind switch
    {
        PayloadKind.Enum => Expected(users.EnumOf(type)),
        PayloadKind.Boolean => "true or false",
        PayloadKind.SByte or PayloadKind.Byte or PayloadKind.Int16 or PayloadKind.UInt16 or PayloadKind.Int32 or PayloadKind.UInt32
            or PayloadKind.Int64 or PayloadKind.UInt64 => "an integer",
        PayloadKind.Single or PayloadKind.Double or PayloadKind.Decimal => "a number",
        PayloadKind.Guid => "a Guid",
        PayloadKind.DateTimeOffset or PayloadKind.DateTime => "a time in ISO 8601",
        PayloadKind.DateOnly => "a day",
        PayloadKind.TimeOnly => "a time of day",
        PayloadKind.TimeSpan => "a span of time",
        PayloadKind.Octets or PayloadKind.OctetSpan => "octets",
        PayloadKind.Array or PayloadKind.List => "a list",
        PayloadKind.Map or PayloadKind.Record => "an object",
        PayloadKind.JsonElement => "any value",
        _ => "text",
    };

    public static string Expected(EnumModel model) => model.Names.Count switch
    {
        0 => "an integer",
        1 => model.Names.First(),
        _ => "one of " + string.Join(", ", model.Names),
    };

    /// <summary>The keyword of an integer.</summary>
    public static string Keyword(PayloadKind integer) => integer switch
    {
        PayloadKind.SByte => "sbyte",
        PayloadKind.Byte => "byte",
        PayloadKind.Int16 => "short",
        PayloadKind.UInt16 => "ushort",
        PayloadKind.UInt32 => "uint",
        PayloadKind.Int64 => "long",
        PayloadKind.UInt64 => "ulong",
        _ => "int",
    };

    /// <summary>A property's or parameter's name as a local has it, not escaped.</summary>
    public static string Local(string name)
    {
        string bare = name.TrimStart('@');
        return char.ToLowerInvariant(bare[0]) + bare.Substring(1);
    }

    /// <summary>The local that says whether another was given: <c>hasValue</c> for <c>value</c>.</summary>
    public static string Has(string local)
    {
        string bare = local.TrimStart('@');
        return "has" + char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    /// <summary>A name as an identifier: one that is a keyword after an @.</summary>
    public static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Generic(PayloadType collection) => collection.Type.Substring(0, collection.Type.IndexOf('<'));

    private static string Concrete(PayloadType type) => type.Kind switch
    {
        PayloadKind.OctetSpan => "byte[]",
        PayloadKind.Array => Declared(type.Element!) + "[]",
        PayloadKind.List => $"{Collections}List<{Declared(type.Element!)}>",
        PayloadKind.Map => $"{Collections}Dictionary<string, {Declared(type.Element!)}>",
        _ => type.Type,
    };
}
