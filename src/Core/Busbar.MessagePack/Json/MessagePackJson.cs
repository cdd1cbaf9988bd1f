using System.Buffers;
using System.Text.Json;

namespace Busbar.MessagePack;

/// <summary>
/// MessagePack as JSON and back, for people and tools. What JSON has is written as it is; for the rest these conventions hold.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>MessagePack</term><description>JSON</description></listheader>
/// <item><term>integer beyond 2^53 either way</term><description>its digits as a string; read back a string</description></item>
/// <item><term>NaN, infinities</term><description>null</description></item>
/// <item><term>binary</term><description>its base64 as a string; read from <c>{"$bin":"AAE="}</c></description></item>
/// <item><term>timestamp</term><description><c>{"$timestamp":"2024-02-29T12:00:00.123456789Z"}</c>, as many decimals as are not zero; outside the years 1 to 9999 as an extension</description></item>
/// <item><term>extension</term><description><c>{"$ext":5,"data":"AAE="}</c>, the data in base64</description></item>
/// <item><term>map with a key that is no string, or whose first key is one of those with a <c>$</c> here</term><description><c>{"$map":[[key,value],…]}</c></description></item>
/// </list>
/// The way back reads what the way there writes, and JSON numbers of any size: integers up to 64 bits as integers, all others as
/// binary64. Floats without decimals come back as integers, which every read of a float takes.
/// </remarks>
public static class MessagePackJson
{
    /// <summary>Writes one MessagePack value as JSON.</summary>
    /// <param name="reader">In front of the value; behind it afterwards.</param>
    /// <param name="json">Where a value may follow. What it took before a failure stays in it.</param>
    /// <returns>
    /// False when the value cannot be read, or lies deeper than <see cref="MessagePackReaderOptions.MaxDepth"/> or the writer allows: the
    /// reader has not moved then and its error says why.
    /// </returns>
    public static bool TryWrite(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonFromMessagePack.TryWrite(ref reader, json);
    }

    /// <summary>Reads one MessagePack value as JSON in memory of its own.</summary>
    /// <param name="reader">In front of the value; behind it afterwards.</param>
    /// <param name="json">The value; undefined when there is none.</param>
    /// <returns>As <see cref="TryWrite"/>.</returns>
    public static bool TryRead(ref MessagePackReader reader, out JsonElement json)
    {
        json = default;
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            if (!TryWrite(ref reader, writer))
                return false;
        }

        var parser = new Utf8JsonReader(text.WrittenSpan, new JsonReaderOptions { MaxDepth = int.MaxValue });
        json = JsonElement.ParseValue(ref parser);
        return true;
    }

    /// <summary>Writes one JSON value as MessagePack.</summary>
    /// <param name="json">The value; at most 64 arrays and objects within each other.</param>
    /// <param name="writer">Where the value goes: whole, or nothing of it when this throws.</param>
    /// <exception cref="JsonException">A convention is not kept, a string is no Unicode, a number is infinite, or it lies too deep.</exception>
    public static void Write(JsonElement json, ref MessagePackWriter writer)
    {
        JsonToMessagePack.Check(json, MessagePackReaderOptions.DefaultMaxDepth);
        JsonToMessagePack.Write(json, ref writer);
    }

    /// <summary>Writes one JSON value as MessagePack.</summary>
    /// <param name="json">In front of the value; at its last token afterwards.</param>
    /// <param name="writer">Where the value goes: whole, or nothing of it when this throws.</param>
    /// <exception cref="JsonException">As above; or the text is no JSON, or ends within the value.</exception>
    public static void Write(ref Utf8JsonReader json, ref MessagePackWriter writer) => Write(JsonElement.ParseValue(ref json), ref writer);
}
