using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Busbar.Links;

namespace Busbar.Messaging;

// Messages of topics, from either form of the wire: each is copied once into a pooled block that all who get it here share.
public sealed partial class BrokerClient
{
    internal const string UnknownTopic = "a message must be of a topic that was announced";

    private const double MaxMilliseconds = 9e12; // what 64 bits of nanoseconds hold, about

    private readonly BlockPool _pool = new();
    private readonly SenderNames _senders = new();

    /// <summary>Blocks of messages that are held here.</summary>
    internal long OutstandingBlocks => _pool.Outstanding;

    /// <summary>Takes a frame of messages. Under the link's lock.</summary>
    /// <param name="body">The frame's body.</param>
    /// <param name="count">How many messages were taken, also when the status is none of success.</param>
    [HotPath]
    internal FrameStatus OnMessages(ReadOnlySpan<byte> body, out int count)
    {
        count = 0;
        var reader = new BinaryMessageReader(body);
        FrameStatus status = reader.ReadHead(out long position, out _, out long dropped);
        if (status.Kind != FrameStatusKind.Complete)
            return status;
        if (dropped > 0)
            TellGap(dropped);
        lock (_lock)
        {
            while (!reader.IsAtEnd && status.Kind == FrameStatusKind.Complete)
            {
                int offset = status.Consumed;
                status = reader.Read(out BinaryMessage message);
                if (status.Kind != FrameStatusKind.Complete)
                    break;
                if (!_topics.TryGetValue(message.Topic, out ClientTopic? topic))
                {
                    status = FrameStatus.Malformed(offset, UnknownTopic);
                    break;
                }

                string? sender = message.HasSender ? _senders.Find(message.Sender) : null;
                Deliver(topic, message.Sequence, message.Time, sender, message.Form == PayloadForm.Json, message.Payload);
                count++;
            }
        }

        Volatile.Write(ref _position, position + count - 1);
        return status;
    }

    private int OnMessages(JsonElement root)
    {
        JsonElement messages = root.GetProperty("messages"u8);
        int count = messages.GetArrayLength();
        Volatile.Write(ref _position, root.GetProperty("position"u8).GetInt64() + count - 1);
        if (root.TryGetProperty("dropped"u8, out JsonElement dropped) && dropped.GetInt64() > 0)
            TellGap(dropped.GetInt64());
        lock (_lock)
        {
            foreach (JsonElement message in messages.EnumerateArray())
                Deliver(message);
        }

        return count;
    }

    private void Deliver(JsonElement wire)
    {
        if (!_topics.TryGetValue(wire[0].GetInt64(), out ClientTopic? topic))
            throw new InvalidOperationException(UnknownTopic);
        int length = wire.GetArrayLength();
        string? sender = length > 4 ? wire[4].GetString() : null;
        string? form = length > 5 ? wire[5].GetString() : null;
        ReadOnlySpan<byte> payload = form switch
        {
            null => JsonMarshal.GetRawUtf8Value(wire[3]),
            "text" => Encoding.UTF8.GetBytes(wire[3].GetString()!),
            _ => wire[3].GetBytesFromBase64(),
        };
        Deliver(topic, wire[1].GetInt64(), NanosecondsOf(wire[2].GetDouble()), sender, form is null, payload);
    }

    /// <summary>Under the client's lock.</summary>
    [HotPath]
    private void Deliver(ClientTopic topic, long sequence, long time, string? sender, bool isJson, ReadOnlySpan<byte> payload)
    {
        if (topic.Handlers is null)
            FindHandlers(topic);
        if (topic.Group is { } group)
            group.Last = (_epoch, sequence);
        MessageBlock message = _pool.Rent(payload.Length);
        message.Fill(payload);
        message.Stamp(sequence, time);
        message.Label(sender, MessageBlock.Never);
        if (topic.Kind == TopicKind.State)
            topic.Keep(message, isJson);
        foreach (GroupHandler handler in topic.Handlers!)
            _queue.AddMessage(handler, topic, message, isJson);
        message.Release();
    }

    private void FindHandlers(ClientTopic topic)
    {
        topic.Handlers = [.. _groups.Values.Where(group => group.Filter.Matches(topic.Name)).SelectMany(static group => group.Handlers)];
        topic.Group = _groups.GetValueOrDefault(topic.Name);
    }

    /// <summary>Under the client's lock.</summary>
    private void ForgetTopics()
    {
        foreach (ClientTopic topic in _topics.Values)
            topic.Forget();
        _topics.Clear();
    }

    /// <summary>Whole milliseconds and the rest apart: together they would lose digits.</summary>
    private static long NanosecondsOf(double milliseconds)
    {
        if (milliseconds is not (>= -MaxMilliseconds and <= MaxMilliseconds))
            throw new InvalidOperationException("a time must be one of these centuries");
        double whole = Math.Truncate(milliseconds);
        return ((long)whole * 1_000_000) + (long)Math.Round((milliseconds - whole) * 1e6);
    }

    private void TellGap(long dropped) => TellGap(new BrokerGap(null, dropped));
}
