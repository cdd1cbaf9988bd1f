using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>Reads the body of a frame of publishes, one after the other. Whatever the octets are, each call ends in a status.</summary>
/// <param name="body">As it came.</param>
internal ref struct BinaryPublishReader(ReadOnlySpan<byte> body)
{
    internal const byte HasId = 1;
    internal const byte HasTimeToLive = 1 << 1;
    internal const byte IsEvent = 1 << 2;
    internal const byte IsState = 1 << 3;
    internal const byte SkipsOwn = 1 << 4;

    internal const string BadFlags = "the flags of a publish must be known ones, and name one kind at most";
    internal const string BadId = "the id of a publish must be an integer below 2^53";
    internal const string BadTimeToLive = "the time to live of a publish must end within the frame";
    internal const string BadTopic = "the topic of a publish must end within the frame";
    internal const string BadPayload = "the payload of a publish must end within the frame";

    private const byte Known = HasId | HasTimeToLive | IsEvent | IsState | SkipsOwn;
    private const long MaxId = (1L << 53) - 1;

    private readonly int _length = body.Length;
    private ReadOnlySpan<byte> _left = body;

    /// <summary>All has been read.</summary>
    public readonly bool IsAtEnd => _left.IsEmpty;

    /// <summary>Reads the next publish. Not at the end.</summary>
    [HotPath]
    public FrameStatus Read(out BinaryPublish publish)
    {
        publish = default;
        if (_left.IsEmpty || (_left[0] & ~Known) != 0 || (_left[0] & (IsEvent | IsState)) == (IsEvent | IsState))
            return Malformed(BadFlags);
        byte flags = _left[0];
        _left = _left[1..];
        publish.SkipsOwn = (flags & SkipsOwn) != 0;
        publish.Kind = (flags & IsState) != 0 ? TopicKind.State : (flags & IsEvent) != 0 ? TopicKind.Event : null;
        if ((flags & HasId) != 0 && !TryReadInteger(ref publish.Id, MaxId))
            return Malformed(BadId);
        if ((flags & HasTimeToLive) != 0 && !TryReadInteger(ref publish.TimeToLive, long.MaxValue))
            return Malformed(BadTimeToLive);
        if (!Varint.TryReadOctets(_left, out publish.Topic, out _left))
            return Malformed(BadTopic);
        return Varint.TryReadOctets(_left, out publish.Payload, out _left) ? FrameStatus.Complete(_length - _left.Length) : Malformed(BadPayload);
    }

    private bool TryReadInteger(ref long? integer, long most)
    {
        ReadOnlySpan<byte> rest = _left;
        if (!Varint.TryRead(ref rest, out long value) || value > most)
            return false;
        integer = value;
        _left = rest;
        return true;
    }

    private readonly FrameStatus Malformed(string rule) => FrameStatus.Malformed(_length - _left.Length, rule);
}
