using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Busbar;

/// <summary>The query string of an address as arguments of a published function.</summary>
public static class PublishedQuery
{
    private const string Everything = "kwargs";

    /// <summary>
    /// Writes the arguments as JSON, as <see cref="IPublishedTable.InvokeAsync"/> takes them. <c>?kwargs={"x":1}</c> is all of them at
    /// once, unless the function has a parameter of that name; otherwise each is a parameter of its own: <c>?x=1&amp;name=pump</c>. Text
    /// is taken as it stands, anything else as JSON where it is such and as text where not; nothing after the = is null for what may be
    /// null and is no text; a list is a JSON list or one parameter for each item. Names that no parameter has are passed over, since
    /// others add theirs to addresses as well; of a name that stands twice the last counts.
    /// </summary>
    /// <param name="function">Whose arguments they are.</param>
    /// <param name="query">As it stands in the address, percent-encoded, with or without the question mark.</param>
    /// <param name="arguments">Where the JSON is written.</param>
    public static void Write(PublishedFunction function, ReadOnlySpan<char> query, IBufferWriter<byte> arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        Dictionary<string, List<string>> given = Parse(query);
        if (given.TryGetValue(Everything, out List<string>? all) && function.Parameters.All(parameter => parameter.Name != Everything))
        {
            arguments.Write(Encoding.UTF8.GetBytes(all[^1]));
            return;
        }

        using var writer = new Utf8JsonWriter(arguments);
        writer.WriteStartObject();
        foreach (PublishedParameter parameter in function.Parameters)
        {
            if (!given.TryGetValue(parameter.Name, out List<string>? values))
                continue;
            writer.WritePropertyName(parameter.Name);
            if (parameter.Type.Item is { } item && !(values.Count == 1 && IsList(values[0])))
                WriteItems(writer, item, values);
            else
                WriteValue(writer, parameter.Type, values[^1]);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, PublishedType item, List<string> values)
    {
        writer.WriteStartArray();
        foreach (string value in values)
            WriteValue(writer, item, value);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, PublishedType type, string value)
    {
        if (type.Kind == PublishedKind.Text)
            writer.WriteStringValue(value);
        else if (value.Length == 0 && type.IsNullable)
            writer.WriteNullValue();
        else if (IsJson(value, out byte[] json))
            writer.WriteRawValue(json, skipInputValidation: true);
        else
            writer.WriteStringValue(value);
    }

    private static bool IsList(string value) => value.AsSpan().TrimStart().StartsWith('[');

    private static bool IsJson(string value, out byte[] json)
    {
        json = Encoding.UTF8.GetBytes(value);
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
                continue;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Dictionary<string, List<string>> Parse(ReadOnlySpan<char> query)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        query = query.StartsWith('?') ? query[1..] : query;
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (pair.IsEmpty)
                continue;
            int end = pair.IndexOf('=');
            string name = Decode(end < 0 ? pair : pair[..end]);
            if (!given.TryGetValue(name, out List<string>? values))
                given.Add(name, values = []);
            values.Add(end < 0 ? "" : Decode(pair[(end + 1)..]));
        }

        return given;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
