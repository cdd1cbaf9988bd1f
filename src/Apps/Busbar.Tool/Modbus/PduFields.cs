using System.Text.Json;

namespace Busbar.Tool;

/// <summary>The fields that a line of JSON gives for a frame; what is missing or no such thing is named.</summary>
internal readonly struct PduFields(JsonElement fields)
{
    public bool Has(string name) => fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out _);

    public JsonElement Get(string name) =>
        Has(name) ? fields.GetProperty(name) : throw new AbsentFieldException(name);

    public ushort UInt16(string name) => UInt16(name, Get(name));

    public byte Octet(string name)
    {
        ushort value = UInt16(name);
        return value <= byte.MaxValue ? (byte)value : throw new UsageException($"'{name}' must be 0 to 255, not {value}.");
    }

    public ushort UInt16Or(string name, ushort otherwise) => Has(name) ? UInt16(name) : otherwise;

    public bool Boolean(string name) => Get(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new UsageException($"'{name}' must be true or false."),
    };

    public byte[] Hex(string name) => Hex(name, Get(name));

    public IEnumerable<JsonElement> Array(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : throw new UsageException($"'{name}' must be an array.");

    public ushort[] Numbers(string name) => [.. Array(name).Select(each => UInt16(name, each))];

    public bool[] Bits(string name)
    {
        string text = Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "x";
        return text.All(each => each is '0' or '1')
            ? [.. text.Select(each => each == '1')]
            : throw new UsageException($"'{name}' must be a text of 0 and 1.");
    }

    public static byte[] Hex(string name, JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "x";
        return (text.Length & 1) == 0 && !text.AsSpan().ContainsAnyExcept("0123456789ABCDEFabcdef")
            ? Convert.FromHexString(text)
            : throw new UsageException($"'{name}' must be a text of pairs of hexadecimal digits.");
    }

    public static byte[] Registers(string name, JsonElement value) =>
        Hex(name, value) is { Length: > 0 } octets && (octets.Length & 1) == 0
            ? octets
            : throw new UsageException($"'{name}' must hold whole registers, at least one.");

    private static ushort UInt16(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt16(out ushort number)
            ? number
            : throw new UsageException($"'{name}' must be a number from 0 to 65535.");
}
