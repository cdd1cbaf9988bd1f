using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Busbar.Influx;

/// <summary>What a server says: its status and its message, which is read to a bound and made fit for one line of a log.</summary>
internal static class ResponseText
{
    private const int MaxBody = 16 * 1024;
    private const int MaxMessage = 400;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxBody);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxBody), MaxBody, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static Answer Judge(HttpResponseMessage response, string body, InfluxOptions options)
    {
        int status = (int)response.StatusCode;
        string whole = Message(response, body);
        string message = Bounded(whole);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.NoContent:
                // A query that failed is answered with 200 and the error in its results.
                return body.Contains("\"error\"", StringComparison.Ordinal) ? new Answer(AnswerKind.Refused, $"answered: {message}") : new Answer(AnswerKind.Delivered);
            case HttpStatusCode.RequestEntityTooLarge:
                return new Answer(AnswerKind.TooLarge, $"takes no request of that size (413): {message}");
            case HttpStatusCode.TooManyRequests:
            case >= HttpStatusCode.InternalServerError:
                return new Answer(AnswerKind.Busy, $"answered {status}: {message}", RetryAfter: RetryAfter(response, options.TimeProvider));
            case HttpStatusCode.NotFound when options.Version == InfluxVersion.V1 && whole.Contains("database not found", StringComparison.OrdinalIgnoreCase):
                return new Answer(AnswerKind.NoDatabase, $"answered {status}: {message}");
            case HttpStatusCode.BadRequest when whole.Contains("partial write", StringComparison.Ordinal):
                return new Answer(AnswerKind.Delivered, $"answered {status}: {message}", DroppedPoints: Math.Max(1, Dropped(whole)));
            default:
                return new Answer(AnswerKind.Refused, $"answered {status}: {message}");
        }
    }

    /// <summary>At most so many characters, none of which breaks the line.</summary>
    public static string Bounded(string text)
    {
        text = text.Trim();
        if (text.Length > MaxMessage)
            text = text[..MaxMessage] + "…";
        return text.AsSpan().ContainsAnyInRange('\0', '\x1F') ? string.Create(text.Length, text, static (line, from) =>
        {
            for (int i = 0; i < line.Length; i++)
                line[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }) : text;
    }

    // 1.x puts the message into a header, and into the body as {"error":…}; 2.x into the body as {"code":…,"message":…}.
    private static string Message(HttpResponseMessage response, string body)
    {
        if (response.Headers.TryGetValues("X-Influxdb-Error", out IEnumerable<string>? values) && values.FirstOrDefault() is { Length: > 0 } header)
            return header;

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            foreach (string name in (ReadOnlySpan<string>)["error", "message"])
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement message) && message.ValueKind == JsonValueKind.String)
                    return message.GetString()!;
            }
        }
        catch (JsonException)
        {
            // a proxy's page, or cut at the bound: shown as it is
        }

        return body.Length == 0 ? response.ReasonPhrase ?? "" : body;
    }

    // "partial write: field type conflict: … dropped=3"
    private static int Dropped(string message)
    {
        const string Label = "dropped=";
        int at = message.LastIndexOf(Label, StringComparison.Ordinal);
        if (at < 0)
            return 0;
        ReadOnlySpan<char> digits = message.AsSpan(at + Label.Length);
        int length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? digits : digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int dropped) ? dropped : 0;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        if (wait is not { } asked)
            return null;
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestRetryAfter ? LongestRetryAfter : asked;
    }
}
