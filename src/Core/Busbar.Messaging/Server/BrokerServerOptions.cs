using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Messaging;

/// <summary>Times, bounds and rules of a <see cref="BrokerServer"/>. Copied and checked at construction.</summary>
public sealed record BrokerServerOptions
{
    /// <summary>A client that was told nothing for so long gets a heartbeat; one that says nothing for twice as long is cut off. 100 ms to 10 minutes, default 15 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a session outlives its connection; zero to 1 day, default 30 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to say hello; 100 ms to 10 minutes, default 10 s.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take when who asks does not say; 1 ms to 1 hour, default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many sessions there may be, with those that wait to be taken up again; at least 1, default 10,000.</summary>
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>The longest message from a client in octets; 128 to 16 MiB, default 64 KiB.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>How many groups a client may be in; at least 1, default 256.</summary>
    public int MaxJoins { get; set; } = 256;

    /// <summary>How many topics a client may make by publishing to them; at least 0, default 1,000.</summary>
    public int MaxTopicsPerClient { get; set; } = 1000;

    /// <summary>How many requests of a client, and how many to it, may be under way; at least 1 each, default 64.</summary>
    public int MaxRequests { get; set; } = 64;

    /// <summary>What a client may say in the long run, in objects a second, acknowledgements and responses left out; at least 1, default 1,000.</summary>
    public int MaxRate { get; set; } = 1000;

    /// <summary>What a client may say at once beyond that; at least 1, default 2,000. One that says twice as much as it may is cut off.</summary>
    public int MaxBurst { get; set; } = 2000;

    /// <summary>How many messages of topics may wait for a client; 1 to 16,777,216, default 100,000. Of a state one waits at most; of what is beyond, the oldest are dropped.</summary>
    public int MaxQueuedMessages { get; set; } = 100_000;

    /// <summary>How many octets of their payload may wait; at least 1 KiB, default 8 MiB.</summary>
    public long MaxQueuedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How much that is for one client alone may wait for it; at least 16, default 1,000. A client that lets more wait is cut off for good.</summary>
    public int MaxQueuedObjects { get; set; } = 1000;

    /// <summary>How many octets of that may wait; at least 1 KiB, default 1 MiB.</summary>
    public long MaxQueuedObjectBytes { get; set; } = 1024 * 1024;

    /// <summary>How many messages are kept that a client has not acknowledged, for a connection that breaks; at least 0, default 1,024.</summary>
    public int MaxUnacknowledged { get; set; } = 1024;

    /// <summary>How many octets of these are kept; at least 0, default 1 MiB.</summary>
    public long MaxUnacknowledgedBytes { get; set; } = 1024 * 1024;

    /// <summary>One of these a new client has to bring; none is asked for when empty, which is the default. Compared in fixed time.</summary>
    public IList<string> ApiKeys { get; set; } = [];

    /// <summary>Whether a client may connect, asked behind the key and for each connection; all may by default. One that throws refuses.</summary>
    public Func<ConnectRequest, ValueTask<bool>>? AuthorizeConnect { get; set; }

    /// <summary>
    /// Whether a client may join that filter, or ask who is there; all may by default. What the client says next waits for the answer, so it
    /// must not ask the client itself.
    /// </summary>
    public Func<RemoteClient, string, ValueTask<bool>>? AuthorizeJoin { get; set; }

    /// <summary>Whether a client may publish to that topic; all may by default. What the client says next waits for the answer.</summary>
    public Func<RemoteClient, string, ValueTask<bool>>? AuthorizePublish { get; set; }

    /// <summary>Whether a client may send to, or ask, that other one; all may by default. What the client says next waits for the answer.</summary>
    public Func<RemoteClient, RemoteClient, ValueTask<bool>>? AuthorizeSend { get; set; }

    /// <summary>The clock of all times and rates.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where clients that break rules and handlers that fail are told.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal BrokerServerOptions Validated()
    {
        Check(Heartbeat, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(Heartbeat));
        Check(Grace, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(Grace));
        Check(HelloTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(HelloTimeout));
        Check(RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), nameof(RequestTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessions, 1, nameof(MaxSessions));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 128, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageBytes, 16 * 1024 * 1024, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxJoins, 1, nameof(MaxJoins));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTopicsPerClient, 0, nameof(MaxTopicsPerClient));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequests, 1, nameof(MaxRequests));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRate, 1, nameof(MaxRate));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBurst, 1, nameof(MaxBurst));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedMessages, 1, nameof(MaxQueuedMessages));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxQueuedMessages, 1 << 24, nameof(MaxQueuedMessages));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedBytes, 1024, nameof(MaxQueuedBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedObjects, 16, nameof(MaxQueuedObjects));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedObjectBytes, 1024, nameof(MaxQueuedObjectBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUnacknowledged, nameof(MaxUnacknowledged));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUnacknowledgedBytes, nameof(MaxUnacknowledgedBytes));
        ArgumentNullException.ThrowIfNull(ApiKeys, nameof(ApiKeys));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentNullException.ThrowIfNull(Logger, nameof(Logger));
        return this with { ApiKeys = [.. ApiKeys] };
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan greatest, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, greatest, name);
    }
}
