namespace Busbar.Messaging;

/// <summary>One message of a frame of messages: a view, valid as long as the frame is.</summary>
internal ref struct BinaryMessage
{
    /// <summary>The topic's number.</summary>
    public long Topic;

    /// <summary>Counts the topic's messages from 1.</summary>
    public long Sequence;

    /// <summary>Nanoseconds since the epoch.</summary>
    public long Time;

    public PayloadForm Form;

    /// <summary>A client sent it: <see cref="Sender"/>; otherwise the server itself did.</summary>
    public bool HasSender;

    /// <summary>UTF-8, not looked at.</summary>
    public ReadOnlySpan<byte> Sender;

    public ReadOnlySpan<byte> Payload;
}
