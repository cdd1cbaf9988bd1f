using System.Collections.Concurrent;

namespace Busbar.Messaging;

/// <summary>
/// Serves a broker to clients by the wire <c>busbar.v1</c> (<c>docs/wire.md</c>), whatever carries it: who is there, what each has joined,
/// what waits for it, and the handlers by which the server takes part. It knows no socket: <see cref="BrokerListener"/>
/// brings TCP, <c>MapBroker</c> of <c>Busbar.AspNetCore</c> WebSocket, Server-Sent Events and long polls. All members may be called from any thread.
/// </summary>
/// <example><code>
/// await using var server = new BrokerServer(broker);
/// using var greeting = server.OnJoin(static (client, filter) => { client.TrySend("welcome", "{}"u8); return default; });
/// using var adding = server.OnRequest("time", static _ => ValueTask.FromResult(ClientAnswer.Of("41.7"u8)));
/// </code></example>
public sealed partial class BrokerServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ClientSession> _sessionsBySecret = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ClientSession> _sessionsById = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ClientConnection, bool> _strangers = new(); // that have not said hello
    private readonly ApiKeys _keys;
    private readonly ServerDiagnostics _diagnostics;
    private readonly ITimer _sweep;
    private readonly TimeProvider _time;
    private int _sessionCount;
    private long _clients;
    private int _isSweeping;
    private volatile bool _isDisposed;

    /// <param name="broker">What is served; it stays its owner's.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BrokerServer(Broker broker, BrokerServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(broker);
        Broker = broker;
        Options = (options ?? new BrokerServerOptions()).Validated();
        _time = Options.TimeProvider;
        _keys = new ApiKeys(Options.ApiKeys);
        Objects = new ObjectBlocks(broker.Pool);
        HeartbeatTicks = ToTicks(Options.Heartbeat);
        GraceTicks = ToTicks(Options.Grace);
        Limits = new ServerLimits((long)Options.Heartbeat.TotalMilliseconds, (long)Options.Grace.TotalMilliseconds, Options.MaxMessageBytes, Options.MaxJoins);
        _diagnostics = new ServerDiagnostics(this);
        using (ExecutionContext.SuppressFlow())
            _sweep = _time.CreateTimer(static server => ((BrokerServer)server!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>What is served.</summary>
    public Broker Broker { get; }

    /// <summary>Names one life of the broker: numbers of topics and of messages hold within it.</summary>
    public string Epoch => Broker.Epoch;

    /// <summary>Sessions there are, with those that wait to be taken up again.</summary>
    public int SessionCount => Volatile.Read(ref _sessionCount);

    /// <summary>The clients there are, as they are now.</summary>
    public IReadOnlyList<RemoteClient> Clients => [.. _sessionsById.Values.Select(static session => session.Client)];

    /// <summary>Whether new clients need one of <see cref="BrokerServerOptions.ApiKeys"/>.</summary>
    public bool AsksForKey => _keys.AreAsked;

    /// <summary>The longest message that is taken from a client, in octets.</summary>
    public int MaxMessageBytes => Options.MaxMessageBytes;

    /// <summary>Times, as transports need them.</summary>
    public TimeProvider TimeProvider => _time;

    /// <summary>How long a client may be silent.</summary>
    public TimeSpan SilenceTimeout => 2 * Options.Heartbeat;

    internal BrokerServerOptions Options { get; }

    internal ServerLimits Limits { get; }

    internal ObjectBlocks Objects { get; }

    internal PresenceRegistry Presence { get; } = new();

    internal long HeartbeatTicks { get; }

    internal long GraceTicks { get; }

    internal long TicksPerSecond => _time.TimestampFrequency;

    /// <summary>Late enough to cost nothing, early enough that what is due waits but a part of its time.</summary>
    private TimeSpan SweepPeriod => TimeSpan.FromTicks(Math.Clamp(
        Math.Min(Options.Heartbeat.Ticks, Math.Max(Options.Grace.Ticks, TimeSpan.TicksPerSecond)) / 8, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerMillisecond * 250));

    /// <summary>The client of that <see cref="RemoteClient.Id"/>; null when there is none.</summary>
    public RemoteClient? TryGetClient(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Find(id)?.Client;
    }

    /// <summary>Whether that is one of <see cref="BrokerServerOptions.ApiKeys"/>. Takes the same time whatever it is.</summary>
    public bool AcceptsKey(string? key) => _keys.Contain(key);

    /// <summary>Sends something to all who have joined exactly this filter.</summary>
    /// <param name="filter">The filter's text.</param>
    /// <param name="name">What it is; null for nothing.</param>
    /// <param name="value">One JSON text as UTF-8, copied once; empty for <c>null</c>.</param>
    /// <param name="except">Who does not get it; null for nobody.</param>
    /// <returns>How many it was sent to; those for whom too much waits are left out.</returns>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public int SendToGroup(string filter, string? name, ReadOnlySpan<byte> value, RemoteClient? except = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return SendToEach(Presence.Members(filter), name, value, except);
    }

    /// <summary>Sends something to all clients.</summary>
    /// <inheritdoc cref="SendToGroup"/>
    public int SendToAll(string? name, ReadOnlySpan<byte> value, RemoteClient? except = null) => SendToEach(_sessionsById.Values, name, value, except);

    /// <summary>Ends all sessions and connections with 1001: clients come back, and find another server or a new epoch. The broker stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _sweep.DisposeAsync().ConfigureAwait(false);
        foreach (ClientConnection stranger in _strangers.Keys)
            stranger.CloseTransport(ClientCloseCode.GoingAway, "the server stops");
        foreach (ClientSession session in _sessionsBySecret.Values)
            End(session, ClientCloseCode.GoingAway, "the server stops");
        _diagnostics.Dispose();
    }

    internal ClientSession? Find(string id) => _sessionsById.GetValueOrDefault(id);

    internal long Now() => _time.GetTimestamp();

    internal long WallClock() => _time.GetUnixNanoseconds();

    internal long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    internal MessageBlock MakeSend(string? from, string? name, ReadOnlySpan<byte> value) =>
        Objects.Make(new Send(from, name, value), static (to, send) => JsonWire.OpenSend(to, send.From, send.Name, send.Value));

    internal static void CheckJson(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && !JsonForm.IsJson(value))
            throw new ArgumentException("The value must be one JSON text.", nameof(value));
    }

    private int SendToEach(IEnumerable<ClientSession> sessions, string? name, ReadOnlySpan<byte> value, RemoteClient? except)
    {
        CheckJson(value);
        MessageBlock block = MakeSend(null, name, value);
        int count = 0;
        foreach (ClientSession session in sessions)
        {
            if (session.Client == except)
                continue;
            block.AddReferences(1);
            if (session.TryAddObject(block, takesPosition: true))
                count++;
        }

        block.Release();
        return count;
    }

    private readonly ref struct Send(string? from, string? name, ReadOnlySpan<byte> value)
    {
        public readonly string? From = from;
        public readonly string? Name = name;
        public readonly ReadOnlySpan<byte> Value = value;
    }
}
