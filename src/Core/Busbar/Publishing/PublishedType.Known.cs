using System.Text.Json;

namespace Busbar;

public sealed partial record PublishedType
{
    /// <summary>Any value.</summary>
    public static PublishedType Any { get; } = new(PublishedKind.Any, "any value", "{}") { IsNullable = true };

    /// <summary>True or false.</summary>
    public static PublishedType Boolean { get; } = new(PublishedKind.Boolean, "true or false", """{"type":"boolean"}""");

    /// <summary>An integer from -128 to 127.</summary>
    public static PublishedType SByte { get; } = Integer("int8");

    /// <summary>An integer from 0 to 255.</summary>
    public static PublishedType Byte { get; } = Integer("uint8");

    /// <summary>An integer from -32768 to 32767.</summary>
    public static PublishedType Int16 { get; } = Integer("int16");

    /// <summary>An integer from 0 to 65535.</summary>
    public static PublishedType UInt16 { get; } = Integer("uint16");

    /// <summary>An integer of 32 bits.</summary>
    public static PublishedType Int32 { get; } = Integer("int32");

    /// <summary>An integer of 32 bits without a sign.</summary>
    public static PublishedType UInt32 { get; } = Integer("uint32");

    /// <summary>An integer of 64 bits; beyond 2^53 it is text, since pages cannot have it otherwise.</summary>
    public static PublishedType Int64 { get; } = LongInteger("int64");

    /// <summary>An integer of 64 bits without a sign; beyond 2^53 it is text, since pages cannot have it otherwise.</summary>
    public static PublishedType UInt64 { get; } = LongInteger("uint64");

    /// <summary>A binary32.</summary>
    public static PublishedType Single { get; } = Number("float");

    /// <summary>A binary64.</summary>
    public static PublishedType Double { get; } = Number("double");

    /// <summary>A decimal.</summary>
    public static PublishedType Decimal { get; } = Number("decimal");

    /// <summary>Text of one character.</summary>
    public static PublishedType Char { get; } = new(PublishedKind.Text, "text of one character", """{"type":"string","minLength":1,"maxLength":1}""");

    /// <summary>Text.</summary>
    public static PublishedType String { get; } = new(PublishedKind.Text, "text", """{"type":"string"}""");

    /// <summary>A Guid.</summary>
    public static PublishedType Guid { get; } = Text("a Guid", "uuid");

    /// <summary>A time with its offset.</summary>
    public static PublishedType DateTimeOffset { get; } = Text("a time in ISO 8601", "date-time");

    /// <summary>A time.</summary>
    public static PublishedType DateTime { get; } = Text("a time in ISO 8601", "date-time");

    /// <summary>A day.</summary>
    public static PublishedType DateOnly { get; } = Text("a day as 2026-07-01", "date");

    /// <summary>A time of day.</summary>
    public static PublishedType TimeOnly { get; } = Text("a time of day as 13:05:09.5", "time");

    /// <summary>A span of time: <c>1.13:05:09</c>.</summary>
    public static PublishedType TimeSpan { get; } = Text("a span of time as 1.13:05:09.5", "time-span");

    /// <summary>Octets in base64.</summary>
    public static PublishedType Octets { get; } = new(PublishedKind.Text, "octets in base64", """{"type":"string","contentEncoding":"base64"}""");

    /// <summary>An object about whose members nothing is said.</summary>
    public static PublishedType AnyObject { get; } = new(PublishedKind.Object, "an object", """{"type":"object"}""");

    /// <summary>A list.</summary>
    /// <param name="item">What each of its items is.</param>
    public static PublishedType ListOf(PublishedType item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new PublishedType(PublishedKind.List, "a list", $$"""{"type":"array","items":{{item.Schema}}}""") { Item = item };
    }

    /// <summary>An object whose members are called as they like.</summary>
    /// <param name="value">What each of its members is.</param>
    public static PublishedType MapOf(PublishedType value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new PublishedType(PublishedKind.Object, "an object", $$"""{"type":"object","additionalProperties":{{value.Schema}}}""");
    }

    /// <summary>One of several names.</summary>
    /// <param name="names">All of them.</param>
    public static PublishedType OneOf(params ReadOnlySpan<string> names)
    {
        string[] all = names.ToArray();
        string list = string.Join(',', all.Select(Quoted));
        return new PublishedType(PublishedKind.Choice, all.Length == 1 ? all[0] : "one of " + string.Join(", ", all), $$"""{"type":"string","enum":[{{list}}]}""");
    }

    /// <summary>An object of known members.</summary>
    /// <param name="members">Each with its name, what it is, and whether it must be given.</param>
    public static PublishedType Record(params ReadOnlySpan<(string Name, PublishedType Type, bool IsRequired)> members)
    {
        var properties = new List<string>();
        var required = new List<string>();
        foreach ((string name, PublishedType type, bool isRequired) in members)
        {
            properties.Add($"{Quoted(name)}:{type.Schema}");
            if (isRequired)
                required.Add(Quoted(name));
        }

        string demand = required.Count == 0 ? "" : $",\"required\":[{string.Join(',', required)}]";
        return new PublishedType(PublishedKind.Object, "an object", $$"""{"type":"object","properties":{{{string.Join(',', properties)}}}{{demand}}}""");
    }

    private static PublishedType Integer(string format) => new(PublishedKind.Integer, "an integer", $$"""{"type":"integer","format":"{{format}}"}""");

    private static PublishedType LongInteger(string format) => new(PublishedKind.Integer, "an integer", $$"""{"type":["integer","string"],"format":"{{format}}"}""");

    private static PublishedType Number(string format) => new(PublishedKind.Number, "a number", $$"""{"type":"number","format":"{{format}}"}""");

    private static PublishedType Text(string expected, string format) => new(PublishedKind.Text, expected, $$"""{"type":"string","format":"{{format}}"}""");

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
