using Busbar.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Messaging;

/// <summary>How a <see cref="BrokerClient"/> behaves and whom it tells. Copied and checked at construction. What is called is called one after the other, together with the groups' handlers.</summary>
public sealed record BrokerClientOptions
{
    /// <summary>What the server wants to let a client in; null for nothing.</summary>
    public string? Key { get; set; }

    /// <summary>What others see in presence; at most 64 characters.</summary>
    public string? Name { get; set; }

    /// <summary>Whether what this client publishes comes back to it. Default true.</summary>
    public bool Own { get; set; } = true;

    /// <summary>Called when the connection stands; true when a session was resumed, so that nothing is missing but what <see cref="OnGap"/> tells.</summary>
    public Func<bool, ValueTask>? OnConnected { get; set; }

    /// <summary>Called when the connection was lost, with the reason, and when the first attempt failed. It is tried again.</summary>
    public Func<string, ValueTask>? OnDisconnected { get; set; }

    /// <summary>Called when messages are missing, or may be.</summary>
    public Func<BrokerGap, ValueTask>? OnGap { get; set; }

    /// <summary>Called with what is sent to this client alone.</summary>
    public Func<ReceivedSend, ValueTask>? OnSend { get; set; }

    /// <summary>How many publishes and sends wait while there is no connection, or while it takes no more; the oldest give way. At least 1, default 1,000.</summary>
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>How many messages wait for handlers; further ones are dropped and told as a gap. At least 1, default 10,000.</summary>
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>The longest object or frame that is taken from the server, in octets; 64 KiB to 1 GiB, default 16 MiB.</summary>
    public int MaxFrameBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long an answer may take when the call does not say. Greater than zero, default 10 s.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How it comes back.</summary>
    public ReconnectOptions Reconnect { get; set; } = new();

    /// <summary>The clock of time-outs and delays.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where lost connections, refusals that nobody waits for, and handlers that throw are told.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal BrokerClientOptions Validated()
    {
        if (Name?.Length > 64)
            throw new ArgumentOutOfRangeException(nameof(Name), Name.Length, "The name may have 64 characters.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWaiting, 1, nameof(MaxWaiting));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueued, 1, nameof(MaxQueued));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrameBytes, 64 * 1024, nameof(MaxFrameBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFrameBytes, 1024 * 1024 * 1024, nameof(MaxFrameBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AnswerTimeout, TimeSpan.Zero, nameof(AnswerTimeout));
        ArgumentNullException.ThrowIfNull(Reconnect, nameof(Reconnect));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentNullException.ThrowIfNull(Logger, nameof(Logger));
        return this with { };
    }
}
