using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Messaging;

/// <summary>The bounds of a <see cref="Broker"/> and what it is given. Copied and checked at construction.</summary>
public sealed record BrokerOptions
{
    /// <summary>How many topics there may be; at least 1, default 1,000,000.</summary>
    public int MaxTopics { get; set; } = 1_000_000;

    /// <summary>
    /// After how long topics are removed that nobody publishes to and nobody would miss; null, the default, for never; otherwise 1
    /// second to 10,000 days. They retain nothing, have nothing in history, keep no typed value, and no outlet watches them by their
    /// handle. See <see cref="Broker.Remove"/> for what becomes of subscriptions and of handles; the time is kept to some ten seconds.
    /// </summary>
    public TimeSpan? UnusedTopicLifetime { get; set; }

    /// <summary>The longest topic name in characters; 1 to 65,535, default 1,024.</summary>
    public int MaxNameLength { get; set; } = 1024;

    /// <summary>The longest payload in octets; 1 to 1 GiB, default 1 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many octets the retained states may take in all, counted by the blocks they stand in; at least 0, default 256 MiB. A state
    /// beyond it is delivered but not retained, and counted.
    /// </summary>
    public long MaxRetainedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How many octets the history of all topics may take, counted by the blocks they stand in; at least 0, default 64 MiB. See <see cref="History"/>.</summary>
    public long MaxHistoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Which topics keep how much history; none by default. When a bound is reached a topic's oldest messages make room for its new
    /// one. A new one that cannot be kept even so empties the topic's history, since history has no gaps, and is counted.
    /// </summary>
    public IReadOnlyList<HistoryRule> History { get; set; } = [];

    /// <summary>In which topics messages are worth having for how long, if their publishers say nothing; for ever in those that no rule matches.</summary>
    public IReadOnlyList<TimeToLiveRule> TimesToLive { get; set; } = [];

    /// <summary>Names this life of the broker, so that numbers of another life are told from its own; made of time and chance when null.</summary>
    public string? Epoch { get; set; }

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
        if (UnusedTopicLifetime is { } lifetime)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1), nameof(UnusedTopicLifetime));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, TimeSpan.FromDays(10_000), nameof(UnusedTopicLifetime));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MaxHistoryBytes, nameof(MaxHistoryBytes));
        ArgumentNullException.ThrowIfNull(History, nameof(History));
        ArgumentNullException.ThrowIfNull(TimesToLive, nameof(TimesToLive));
        foreach (HistoryRule rule in History)
            rule.Validate();
        foreach (TimeToLiveRule rule in TimesToLive)
            rule.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(MaxNestedPublishes, nameof(MaxNestedPublishes));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentNullException.ThrowIfNull(Logger, nameof(Logger));
    }
}
