using System.Text.Json;

namespace Busbar.MessagePack;

/// <summary>
/// One JSON value written as MessagePack; the conventions stand at <see cref="MessagePackJson"/>. The whole value is checked before
/// its first octet is written, so that a breach leaves nothing half.
/// </summary>
internal static class JsonToMessagePack
{
    /// <summary>Checks what <see cref="Write"/> relies on.</summary>
    /// <exception cref="JsonException">A convention is not kept.</exception>
    public static void Check(JsonElement json, int levels)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Undefined:
                throw new JsonException("There is no value.");
            case JsonValueKind.String:
                TextOf(json);
                break;
            case JsonValueKind.Number:
                NumberOf(json);
                break;
            case JsonValueKind.Array:
                levels = Descend(levels);
                foreach (JsonElement item in json.EnumerateArray())
                    Check(item, levels);
                break;
            case JsonValueKind.Object:
                CheckObject(json, levels);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes what was checked.</summary>
    public static void Write(JsonElement json, ref MessagePackWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteString(TextOf(json));
                break;
            case JsonValueKind.Number:
                WriteNumber(json, ref writer);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(json.GetBoolean());
                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(json.GetArrayLength());
                foreach (JsonElement item in json.EnumerateArray())
                    Write(item, ref writer);
                break;
            case JsonValueKind.Object:
                WriteObject(json, ref writer);
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static void CheckObject(JsonElement json, int levels)
    {
        switch (ReservedNameOf(json))
        {
            case JsonNames.Binary:
                OctetsOf(Only(json, JsonNames.Binary));
                break;
            case JsonNames.Timestamp:
                TimeOf(Only(json, JsonNames.Timestamp));
                break;
            case JsonNames.Extension:
                ExtensionOf(json);
                break;
            case JsonNames.Map:
                levels = Descend(levels);
                foreach (JsonElement item in PairsOf(json).EnumerateArray().SelectMany(pair => pair.EnumerateArray()))
                    Check(item, levels);
                break;
            default:
                levels = Descend(levels);
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    NameOf(property);
                    Check(property.Value, levels);
                }

                break;
        }
    }

    private static void WriteObject(JsonElement json, ref MessagePackWriter writer)
    {
        switch (ReservedNameOf(json))
        {
            case JsonNames.Binary:
                writer.WriteBinary(OctetsOf(Only(json, JsonNames.Binary)));
                break;
            case JsonNames.Timestamp:
                Timestamp time = TimeOf(Only(json, JsonNames.Timestamp));
                writer.WriteTimestamp(time.Seconds, (int)time.Nanoseconds);
                break;
            case JsonNames.Extension:
                (sbyte type, byte[] data) = ExtensionOf(json);
                writer.WriteExtension(type, data);
                break;
            case JsonNames.Map:
                JsonElement pairs = PairsOf(json);
                writer.WriteMapHeader(pairs.GetArrayLength());
                foreach (JsonElement item in pairs.EnumerateArray().SelectMany(pair => pair.EnumerateArray()))
                    Write(item, ref writer);
                break;
            default:
                writer.WriteMapHeader(json.GetPropertyCount());
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    writer.WriteString(property.Name);
                    Write(property.Value, ref writer);
                }

                break;
        }
    }

    private static void WriteNumber(JsonElement json, ref MessagePackWriter writer)
    {
        if (json.TryGetInt64(out long value))
            writer.WriteInteger(value);
        else if (json.TryGetUInt64(out ulong large))
            writer.WriteInteger(large);
        else
            writer.WriteDouble(NumberOf(json));
    }

    private static double NumberOf(JsonElement json) =>
        json.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw new JsonException("A number is beyond what 64 bits hold.");

    private static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string is not valid Unicode.", exception);
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A name is not valid Unicode.", exception);
        }
    }

    /// <summary>The first name of an object when it is one of the conventions'.</summary>
    private static string? ReservedNameOf(JsonElement json)
    {
        foreach (JsonProperty property in json.EnumerateObject())
            return NameOf(property) is JsonNames.Binary or JsonNames.Timestamp or JsonNames.Extension or JsonNames.Map ? property.Name : null;
        return null;
    }

    private static JsonElement Only(JsonElement json, string name) =>
        json.GetPropertyCount() == 1 ? json.GetProperty(name) : throw new JsonException($"An object with \"{name}\" has nothing else.");

    private static byte[] OctetsOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out byte[]? octets)
            ? octets
            : throw new JsonException("Octets are a string of base64.");

    private static Timestamp TimeOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && JsonTime.TryParse(TextOf(json), out Timestamp time)
            ? time
            : throw new JsonException("A timestamp is a string such as \"2024-02-29T12:00:00.123456789Z\".");

    private static (sbyte Type, byte[] Data) ExtensionOf(JsonElement json)
    {
        JsonProperty[] properties = [.. json.EnumerateObject()];
        if (properties is not [{ Value: var type }, { Value: var data } second] || NameOf(second) != JsonNames.ExtensionData
            || type.ValueKind != JsonValueKind.Number || !type.TryGetSByte(out sbyte number))
            throw new JsonException("""An extension is {"$ext":type,"data":"base64"} with a type of -128 to 127.""");
        return (number, OctetsOf(data));
    }

    private static JsonElement PairsOf(JsonElement json)
    {
        JsonElement pairs = Only(json, JsonNames.Map);
        if (pairs.ValueKind != JsonValueKind.Array
            || pairs.EnumerateArray().Any(pair => pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2))
            throw new JsonException("""A map is {"$map":[[key,value],…]}.""");
        return pairs;
    }

    private static int Descend(int levels) =>
        levels > 0 ? levels - 1 : throw new JsonException("More arrays and objects within each other than allowed.");
}
