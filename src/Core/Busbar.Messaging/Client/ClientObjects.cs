using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Busbar.Messaging;

/// <summary>What a client says, as lines of JSON; <c>docs/wire.md</c> says what it means.</summary>
internal static class ClientObjects
{
    // No page ever takes this for its own text: filters stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Hello(BrokerClientOptions options, string? session, long position) => Write("hello"u8, writer =>
    {
        if (session is not null)
        {
            writer.WriteString("session"u8, session);
            writer.WriteNumber("position"u8, position);
        }

        WriteOptional(writer, "key"u8, options.Key);
        WriteOptional(writer, "name"u8, options.Name);
        if (!options.Own)
            writer.WriteBoolean("own"u8, false);
    });

    public static byte[] Acknowledge(long position) => Write("ack"u8, writer => writer.WriteNumber("position"u8, position));

    public static byte[] Bye() => Write("bye"u8, static _ => { });

    public static byte[] Join(string filter, long id, bool wantsPresence, int history, (string Epoch, long Sequence)? since) => Write("join"u8, writer =>
    {
        WriteId(writer, id);
        writer.WriteString("filter"u8, filter);
        if (wantsPresence)
            writer.WriteBoolean("presence"u8, true);
        if (history > 0)
            writer.WriteNumber("history"u8, history);
        if (since is not { } last)
            return;
        writer.WriteStartObject("since"u8);
        writer.WriteString("epoch"u8, last.Epoch);
        writer.WriteNumber("sequence"u8, last.Sequence);
        writer.WriteEndObject();
    });

    public static byte[] Leave(string filter) => Write("leave"u8, writer => writer.WriteString("filter"u8, filter));

    public static byte[] Presence(string filter, long id) => Write("presence"u8, writer =>
    {
        WriteId(writer, id);
        writer.WriteString("filter"u8, filter);
    });

    public static byte[] Publish(string topic, ReadOnlyMemory<byte> value, ClientPublishOptions options, long id) => Write("publish"u8, writer =>
    {
        WriteId(writer, id);
        writer.WriteString("topic"u8, topic);
        WriteValue(writer, value);
        if (options.Kind is { } kind)
            writer.WriteString("kind"u8, kind == TopicKind.State ? "state"u8 : "event"u8);
        if (options.TimeToLive is { } life)
            writer.WriteNumber("ttl"u8, (long)life.TotalMilliseconds);
        if (options.SkipsOwn)
            writer.WriteBoolean("own"u8, false);
    });

    public static byte[] Send(ReadOnlyMemory<byte> value, string? name, string? to) => Write("send"u8, writer =>
    {
        WriteOptional(writer, "name"u8, name);
        WriteOptional(writer, "to"u8, to);
        WriteValue(writer, value);
    });

    public static byte[] Request(string name, ReadOnlyMemory<byte> value, string? to, TimeSpan timeout, long id) => Write("request"u8, writer =>
    {
        WriteId(writer, id);
        writer.WriteString("name"u8, name);
        WriteOptional(writer, "to"u8, to);
        WriteValue(writer, value);
        writer.WriteNumber("timeout"u8, Math.Max(1, (long)timeout.TotalMilliseconds));
    });

    public static byte[] Response(string id, ReadOnlyMemory<byte> value, string? error) => Write("response"u8, writer =>
    {
        writer.WriteString("id"u8, id);
        if (error is null)
            WriteValue(writer, value);
        else
            writer.WriteString("error"u8, error);
    });

    private static byte[] Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> members)
    {
        var text = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(text, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            members(writer);
            writer.WriteEndObject();
        }

        text.Write("\n"u8); // what parts objects on a byte stream is white space in a message
        return text.WrittenSpan.ToArray();
    }

    private static void WriteId(Utf8JsonWriter writer, long id)
    {
        if (id != 0)
            writer.WriteNumber("id"u8, id);
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlyMemory<byte> value)
    {
        writer.WritePropertyName("value"u8);
        if (value.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value.Span, skipInputValidation: true); // the caller's was checked at the call
    }
}
