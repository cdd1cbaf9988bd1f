using System.Text.Json;

namespace Busbar.AspNetCore;

/// <summary>What a page asks: to watch these series, or all.</summary>
/// <param name="Series">Their numbers; null for all.</param>
internal sealed record EchoRequest(int[]? Series)
{
    private const int MaxDepth = 8;

    /// <summary>Reads one message. Properties that are not known are passed over.</summary>
    /// <returns>What is wrong with it, in words for the close reason (at most 123 octets); null when nothing is.</returns>
    public static string? TryParse(ReadOnlySpan<byte> message, out EchoRequest? request)
    {
        request = null;
        try
        {
            return Parse(message, out request);
        }
        catch (JsonException)
        {
            return "not JSON";
        }
        catch (InvalidOperationException)
        {
            return "not JSON text"; // a string that is not UTF-8
        }
    }

    private static string? Parse(ReadOnlySpan<byte> message, out EchoRequest? request)
    {
        request = null;
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "not a JSON object";

        bool isWatch = false;
        bool hasSeries = false;
        int[]? series = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isWatch = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("watch"u8);
                if (!isWatch)
                    return "type must be \"watch\"";
            }
            else if (reader.ValueTextEquals("series"u8))
            {
                reader.Read();
                if (!TryReadSeries(ref reader, out series))
                    return "series must be null or an array of numbers of series";
                hasSeries = true;
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Read(); // throws for what stands behind the object
        if (!isWatch)
            return "type is missing";
        if (!hasSeries)
            return "series is missing";
        request = new EchoRequest(series);
        return null;
    }

    private static bool TryReadSeries(ref Utf8JsonReader reader, out int[]? series)
    {
        series = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;

        var numbers = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int number))
                return false;
            numbers.Add(number);
        }

        series = [.. numbers];
        return true;
    }
}
