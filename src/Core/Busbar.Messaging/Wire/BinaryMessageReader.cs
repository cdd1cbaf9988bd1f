using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>Reads the body of a frame of messages: its head, then one message after the other. Whatever the octets are, each call ends in a status.</summary>
/// <param name="body">As it came.</param>
internal ref struct BinaryMessageReader(ReadOnlySpan<byte> body)
{
    internal const byte HasSender = 1 << 2;

    private const byte FormMask = 3;
    private const byte Known = FormMask | HasSender;

    internal const string BadHead = "messages must begin with their position, skipped and dropped";
    internal const string BadNumber = "a message must have the number of its topic and its own";
    internal const string NoTime = "a message must have a time";
    internal const string BadFlags = "the flags of a message must be known ones";
    internal const string BadSender = "the sender of a message must end within the frame";
    internal const string BadPayload = "the payload of a message must end within the frame";

    private readonly int _length = body.Length;
    private ReadOnlySpan<byte> _left = body;

    /// <summary>All has been read.</summary>
    public readonly bool IsAtEnd => _left.IsEmpty;

    /// <summary>Reads what stands in front of the messages. Once, first.</summary>
    /// <param name="position">The session's position of the first message; each further one takes the next.</param>
    /// <param name="skipped">Messages of states, before these, that gave way to later ones.</param>
    /// <param name="dropped">Messages, before these, that were lost.</param>
    public FrameStatus ReadHead(out long position, out long skipped, out long dropped)
    {
        (position, skipped, dropped) = (0, 0, 0);
        if (_left.Length < sizeof(long))
            return Malformed(BadHead);
        position = BinaryPrimitives.ReadInt64LittleEndian(_left);
        if (position < 0)
            return Malformed(BadHead);
        _left = _left[sizeof(long)..];
        return Varint.TryRead(ref _left, out skipped) && Varint.TryRead(ref _left, out dropped) ? Complete() : Malformed(BadHead);
    }

    /// <summary>Reads the next message. Not at the end.</summary>
    [HotPath]
    public FrameStatus Read(out BinaryMessage message)
    {
        message = default;
        if (!Varint.TryRead(ref _left, out message.Topic) || !Varint.TryRead(ref _left, out message.Sequence))
            return Malformed(BadNumber);
        if (_left.Length < sizeof(long))
            return Malformed(NoTime);
        message.Time = BinaryPrimitives.ReadInt64LittleEndian(_left);
        _left = _left[sizeof(long)..];
        if (_left.IsEmpty || (_left[0] & ~Known) != 0 || (_left[0] & FormMask) > (int)PayloadForm.Octets)
            return Malformed(BadFlags);
        message.Form = (PayloadForm)(_left[0] & FormMask);
        message.HasSender = (_left[0] & HasSender) != 0;
        _left = _left[1..];
        if (message.HasSender && !Varint.TryReadOctets(_left, out message.Sender, out _left))
            return Malformed(BadSender);
        return Varint.TryReadOctets(_left, out message.Payload, out _left) ? Complete() : Malformed(BadPayload);
    }

    private readonly FrameStatus Complete() => FrameStatus.Complete(_length - _left.Length);

    private readonly FrameStatus Malformed(string rule) => FrameStatus.Malformed(_length - _left.Length, rule);
}
