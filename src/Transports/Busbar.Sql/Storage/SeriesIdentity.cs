using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Busbar.Sql;

/// <summary>What makes a series one, as it stands in the table: the tags as a JSON object, keys in ordinal order.</summary>
internal readonly record struct SeriesIdentity(string Measurement, string Tags, string Field)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SeriesIdentity Of(Series series)
    {
        var tags = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(tags, Readable))
        {
            json.WriteStartObject();
            foreach (Tag tag in series.Group.Tags)
                json.WriteString(tag.Key, tag.Value);
            json.WriteEndObject();
        }

        return new SeriesIdentity(series.Group.Measurement, Encoding.UTF8.GetString(tags.WrittenSpan), series.FieldName);
    }

    /// <summary>The series of that identity in a registry.</summary>
    /// <exception cref="StoredDataDamagedException">The identity cannot be one.</exception>
    public Series In(SeriesRegistry registry)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Tags);
            Tag[] tags = [.. json.RootElement.EnumerateObject().Select(static tag => new Tag(tag.Name, tag.Value.GetString() ?? ""))];
            return registry.Group(Measurement, tags).Field(Field);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new StoredDataDamagedException($"The stored series \"{Measurement}\" \"{Tags}\" \"{Field}\" is damaged.", exception);
        }
    }
}
