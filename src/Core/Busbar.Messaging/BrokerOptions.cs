using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Messaging;

/// <summary>The bounds of a <see cref="Broker"/> and what it is given. Copied and checked at construction.</summary>
public sealed record BrokerOptions
{
    /// <summary>How many topics there may be; at least 1, default 1,000,000.</summary>
    public int MaxTopics { get; set; } = 1_000_000;

    /// <summary>The longest topic name in characters; 1 to 65,535, default 1,024.</summary>
    public int MaxNameLength { get; set; } = 1024;

    /// <summary>The longest payload in octets; 1 to 1 GiB, default 1 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many octets the retained states may take in all, counted by the blocks they stand in; at least 0, default 256 MiB. A state
    /// beyond it is delivered but not retained, and counted.
    /// </summary>
    public long MaxRetainedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// How many publishes handlers may cause, directly or through each other, within one outermost publish; at least 0, default
    /// 10,000. What is beyond is dropped, counted and logged: handlers that answer each other would otherwise never end.
    /// </summary>
    public int MaxNestedPublishes { get; set; } = 10_000;

    /// <summary>Where the time of messages comes from.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where failing handlers and reached bounds are told.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTopics, 1, nameof(MaxTopics));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNameLength, 1, nameof(MaxNameLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxNameLength, TopicFilter.MaxLength, nameof(MaxNameLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPayloadBytes, 1, nameof(MaxPayloadBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPayloadBytes, 1 << 30, nameof(MaxPayloadBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetainedBytes, nameof(MaxRetainedBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxNestedPublishes, nameof(MaxNestedPublishes));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentNullException.ThrowIfNull(Logger, nameof(Logger));
    }
}
