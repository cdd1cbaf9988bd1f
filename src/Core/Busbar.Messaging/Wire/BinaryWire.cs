using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Busbar.Messaging;

/// <summary>What is written in the binary form, one method each; <c>docs/wire.md</c> says what it means.</summary>
internal static class BinaryWire
{
    /// <summary>What a client sends first: anything else is another protocol.</summary>
    public static ReadOnlySpan<byte> Preamble => "busbar.v1\n"u8;

    /// <summary>The head of a frame.</summary>
    /// <param name="to">At least <see cref="BinaryFrameCodec.HeadLength"/> octets.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="bodyLength">Octets of its body.</param>
    [HotPath]
    public static void WriteHead(Span<byte> to, BinaryFrameKind kind, int bodyLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, bodyLength + 1);
        to[sizeof(int)] = (byte)kind;
    }

    /// <summary>What stands in front of messages; the messages follow.</summary>
    [HotPath]
    public static void BeginMessages(WireBuffer to, long position, long skipped, long dropped)
    {
        Span<byte> head = to.GetSpan(sizeof(long) + Varint.MaxLength + Varint.MaxLength);
        BinaryPrimitives.WriteInt64LittleEndian(head, position);
        int length = sizeof(long);
        length += Varint.Write(head[length..], skipped);
        length += Varint.Write(head[length..], dropped);
        to.Advance(length);
    }

    /// <summary>A frame of JSON.</summary>
    public static void WriteJson(IBufferWriter<byte> to, ReadOnlySpan<byte> json)
    {
        Span<byte> frame = to.GetSpan(BinaryFrameCodec.HeadLength + json.Length);
        WriteHead(frame, BinaryFrameKind.Json, json.Length);
        json.CopyTo(frame[BinaryFrameCodec.HeadLength..]);
        to.Advance(BinaryFrameCodec.HeadLength + json.Length);
    }

    /// <summary>A frame that acknowledges.</summary>
    public static void WriteAcknowledgement(IBufferWriter<byte> to, long position)
    {
        Span<byte> frame = to.GetSpan(BinaryFrameCodec.HeadLength + sizeof(long));
        WriteHead(frame, BinaryFrameKind.Acknowledge, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(frame[BinaryFrameCodec.HeadLength..], position);
        to.Advance(BinaryFrameCodec.HeadLength + sizeof(long));
    }

    /// <summary>Octets of the body of a frame with one publish.</summary>
    [HotPath]
    public static long PublishLength(string topic, int payload, in ClientPublishOptions options, long id)
    {
        int name = Encoding.UTF8.GetByteCount(topic);
        long length = 1L + Varint.LengthOf(name) + name + Varint.LengthOf(payload) + payload;
        if (id != 0)
            length += Varint.LengthOf(id);
        return options.TimeToLive is { } life ? length + Varint.LengthOf((long)life.TotalMilliseconds) : length;
    }

    /// <summary>A frame with one publish.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="payload">As it is.</param>
    /// <param name="options">How.</param>
    /// <param name="id">By which the answer is known; 0 for none.</param>
    /// <param name="bodyLength"><see cref="PublishLength"/> of the same.</param>
    [HotPath]
    public static void WritePublish(IBufferWriter<byte> to, string topic, ReadOnlySpan<byte> payload, in ClientPublishOptions options, long id, int bodyLength)
    {
        Span<byte> frame = to.GetSpan(BinaryFrameCodec.HeadLength + bodyLength)[..(BinaryFrameCodec.HeadLength + bodyLength)];
        WriteHead(frame, BinaryFrameKind.Publish, bodyLength);
        Span<byte> body = frame[BinaryFrameCodec.HeadLength..];
        int length = WritePublishHead(body, options, id);
        length += Varint.Write(body[length..], Encoding.UTF8.GetByteCount(topic));
        length += Encoding.UTF8.GetBytes(topic, body[length..]);
        length += Varint.Write(body[length..], payload.Length);
        payload.CopyTo(body[length..]);
        to.Advance(frame.Length);
    }

    private static int WritePublishHead(Span<byte> to, in ClientPublishOptions options, long id)
    {
        int flags = options.SkipsOwn ? BinaryPublishReader.SkipsOwn : 0;
        if (options.Kind is { } kind)
            flags |= kind == TopicKind.State ? BinaryPublishReader.IsState : BinaryPublishReader.IsEvent;
        int length = 1;
        if (id != 0)
        {
            flags |= BinaryPublishReader.HasId;
            length += Varint.Write(to[length..], id);
        }

        if (options.TimeToLive is { } life)
        {
            flags |= BinaryPublishReader.HasTimeToLive;
            length += Varint.Write(to[length..], (long)life.TotalMilliseconds);
        }

        to[0] = (byte)flags;
        return length;
    }
}
