using Busbar.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.WebSockets;

/// <summary>How one WebSocket behaves, on either side. Copied and checked where it is used.</summary>
public sealed record WebSocketSessionOptions
{
    /// <summary>Timers count milliseconds in 32 bits, which ends after 24.8 days.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(24);

    /// <summary>Octets of the longest message that is taken, all its frames together; a longer one closes with 1009. 125 to 1 GiB, default 1 MiB.</summary>
    public int MaxMessageLength { get; set; } = 1024 * 1024;

    /// <summary>Whether texts are taken; otherwise one closes with 1003. Default true.</summary>
    public bool AcceptsText { get; set; } = true;

    /// <summary>Whether binary messages are taken; otherwise one closes with 1003. Default true.</summary>
    public bool AcceptsBinary { get; set; } = true;

    /// <summary>After how long without an octet from the peer it is pinged; <see cref="Timeout.InfiniteTimeSpan"/> for never. Greater than zero, at most 24 days, default 30 s.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the pong may take, counted from the ping or from the last octet of a frame that keeps it back; then the WebSocket closes with 1011. Greater than zero, at most 24 days, default 15 s.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a message may take to arrive once its first octet has; then the WebSocket closes with 1008. Greater than zero, at most 24 days, default 1 minute.</summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the peer's close frame may take after this side's, and after both, for a client, the end of the connection. Greater than zero, at most 24 days, default 5 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the peer may take nothing of what is being sent before it is cut off. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets that may wait for a peer that does not take them before it is cut off. At least 1,024, default 4 MiB.</summary>
    public int MaxPendingOutput { get; set; } = 4 * 1024 * 1024;

    /// <summary>The clock of all timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where closings and what peers do wrong are said.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal WebSocketSessionOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageLength, WebSocketFrameCodec.MaxControlPayload);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageLength, 1024 * 1024 * 1024);
        if (PingInterval != Timeout.InfiniteTimeSpan)
            CheckTime(PingInterval, nameof(PingInterval));
        CheckTime(PongTimeout, nameof(PongTimeout));
        CheckTime(MessageTimeout, nameof(MessageTimeout));
        CheckTime(CloseTimeout, nameof(CloseTimeout));
        CheckTime(SendTimeout, nameof(SendTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingOutput, 1024);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        return this with { };
    }

    internal LinkOptions LinkOptions() => new() { TimeProvider = TimeProvider, Logger = Logger, MaxPendingOutput = MaxPendingOutput, SendTimeout = SendTimeout };

    internal static void CheckTime(TimeSpan time, string name)
    {
        if (time <= TimeSpan.Zero || time > LongestTime)
            throw new ArgumentOutOfRangeException(name, time, $"{name} must be greater than zero and at most 24 days.");
    }
}
