using System.Buffers.Text;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>
/// Reads the two objects that clients say most, letter by letter as clients write them: an acknowledgement, and a publish of a topic and
/// a plain value. A quarter of what a tokenizer takes; whatever deviates is left to that.
/// </summary>
internal static class PlainObject
{
    private const int MaxDigits = 15; // below 2^53

    /// <returns>False when it is something else, be it right or wrong: nothing is said of it.</returns>
    [HotPath]
    public static bool TryRead(ReadOnlySpan<byte> text, out ClientObject message)
    {
        message = default;
        ReadOnlySpan<byte> publish = "{\"type\":\"publish\",\"topic\":\""u8;
        ReadOnlySpan<byte> acknowledgement = "{\"type\":\"ack\",\"position\":"u8;
        return text.StartsWith(publish) ? TryReadPublish(text, publish.Length, ref message)
            : text.StartsWith(acknowledgement) && TryReadAcknowledgement(text[acknowledgement.Length..], ref message);
    }

    private static bool TryReadPublish(ReadOnlySpan<byte> text, int start, ref ClientObject message)
    {
        ReadOnlySpan<byte> rest = text[start..];
        ReadOnlySpan<byte> topic = rest[..PlainJson.TextLength(rest)];
        rest = rest[topic.Length..];
        ReadOnlySpan<byte> between = "\",\"value\":"u8;
        if (!rest.StartsWith(between) || rest[^1] != '}')
            return false;
        ReadOnlySpan<byte> value = rest[between.Length..^1];
        if (!PlainJson.IsValue(value) || !Utf8.IsValid(text))
            return false;
        message.Type = ClientObjectType.Publish;
        message.Topic = new JsonString(topic, null);
        message.Value = value;
        return true;
    }

    private static bool TryReadAcknowledgement(ReadOnlySpan<byte> rest, ref ClientObject message)
    {
        int digits = rest.Length - 1;
        if (digits is < 1 or > MaxDigits || rest[^1] != '}' || (rest[0] == '0' && digits > 1)
            || rest[..digits].ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(rest, out long position, out _))
        {
            return false;
        }

        message.Type = ClientObjectType.Ack;
        message.Position = position;
        return true;
    }
}
