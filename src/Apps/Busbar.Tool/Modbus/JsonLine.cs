using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busbar.Tool;

/// <summary>One JSON object as one line of text.</summary>
internal static class JsonLine
{
    public static string Of(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void WriteTime(this Utf8JsonWriter json, DateTimeOffset time) =>
        json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
}
