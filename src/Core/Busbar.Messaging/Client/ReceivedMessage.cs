namespace Busbar.Messaging;

/// <summary>A message that a <see cref="BrokerClient"/> got. Yours to keep.</summary>
public sealed record ReceivedMessage
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>Whether each message of it counts, or the latest alone.</summary>
    public required TopicKind Kind { get; init; }

    /// <summary>Counts the topic's messages from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was published, to some milliseconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The client that published it; null for the server itself.</summary>
    public string? Sender { get; init; }

    /// <summary>The payload: JSON as UTF-8, unless whoever published it took something else.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Whether <see cref="Payload"/> is one JSON text.</summary>
    public required bool IsJson { get; init; }
}
