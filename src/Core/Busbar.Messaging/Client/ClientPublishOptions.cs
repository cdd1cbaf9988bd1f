namespace Busbar.Messaging;

/// <summary>How a <see cref="BrokerClient"/> publishes.</summary>
public readonly record struct ClientPublishOptions
{
    /// <summary>What the topic is made as when it is not there yet; null for an event.</summary>
    public TopicKind? Kind { get; init; }

    /// <summary>After that nobody gets it any more; null for never. At least 1 ms.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>True: it does not come back to this client.</summary>
    public bool SkipsOwn { get; init; }

    /// <summary>
    /// True: the value is octets as they are, which are not looked at and need not be JSON. A connection of the JSON form carries JSON alone;
    /// there what is none is refused.
    /// </summary>
    public bool IsRaw { get; init; }
}
