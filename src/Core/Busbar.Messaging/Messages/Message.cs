namespace Busbar.Messaging;

/// <summary>A message while it is being delivered: a view on memory that is somebody else's as soon as the handler returns.</summary>
public readonly ref struct Message
{
    internal Message(Topic topic, ReadOnlySpan<byte> payload)
    {
        Topic = topic;
        Payload = payload;
    }

    /// <summary>Where it was published.</summary>
    public Topic Topic { get; }

    /// <summary>What was published; borrowed until the handler returns.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>
    /// The topic's number of the message: 1, 2, 3 … in the one order in which all subscribers see it.
    /// (Read from the topic, whose lock is held while a message is delivered: three words are passed by value, not five.)
    /// </summary>
    public long Sequence => Topic.SequenceUnderLock;

    /// <summary>When it was published, to some milliseconds; read from the clock when asked, unless the message was stored.</summary>
    public DateTimeOffset Time => UnixTime.FromNanoseconds(Topic.TimeUnderLock);

    /// <summary>Who sent it (<see cref="PublishOptions.Sender"/>); null for the process itself.</summary>
    public string? Sender => Topic.SenderUnderLock;

    /// <summary>Keeps the message beyond the handler: in a block shared with all others who keep it. Dispose the result when done.</summary>
    public RetainedMessage Retain() => Topic.RetainUnderLock(Payload);
}
