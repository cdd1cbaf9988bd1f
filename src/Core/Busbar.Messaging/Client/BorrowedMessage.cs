namespace Busbar.Messaging;

/// <summary>A message that a <see cref="BrokerClient"/> got, as long as its handler runs: a view on pooled memory. Nothing is allocated for it.</summary>
public readonly ref struct BorrowedMessage
{
    private readonly ClientTopic _topic;
    private readonly MessageBlock _block;

    internal BorrowedMessage(ClientTopic topic, MessageBlock block, bool isJson)
    {
        _topic = topic;
        _block = block;
        IsJson = isJson;
    }

    /// <summary>The topic's name; the same object for each message of the topic.</summary>
    public string Topic => _topic.Name;

    /// <summary>Whether each message of it counts, or the latest alone.</summary>
    public TopicKind Kind => _topic.Kind;

    /// <summary>Counts the topic's messages from 1.</summary>
    public long Sequence => _block.Sequence;

    /// <summary>When it was published; nanoseconds since 1970-01-01T00:00:00Z, see <see cref="UnixTime"/>.</summary>
    public long Nanoseconds => _block.Time;

    /// <summary>When it was published, to the 100 ns that the type holds.</summary>
    public DateTimeOffset Time => UnixTime.FromNanoseconds(_block.Time);

    /// <summary>The client that published it; null for the server itself.</summary>
    public string? Sender => _block.Sender;

    /// <summary>The payload as it was published; borrowed until the handler returns.</summary>
    public ReadOnlySpan<byte> Payload => _block.Payload;

    /// <summary>Whether <see cref="Payload"/> is one JSON text.</summary>
    public bool IsJson { get; }

    /// <summary>A copy to keep.</summary>
    public ReceivedMessage ToReceivedMessage() => new()
    {
        Topic = Topic,
        Kind = Kind,
        Sequence = Sequence,
        Time = Time,
        Sender = Sender,
        Payload = Payload.ToArray(),
        IsJson = IsJson,
    };
}
