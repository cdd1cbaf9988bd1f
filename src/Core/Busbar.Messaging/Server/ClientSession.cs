using System.Text;

namespace Busbar.Messaging;

/// <summary>
/// What the server knows of one client, whatever connections come and go: what waits for it, what was sent and not acknowledged, its
/// groups and its requests. Two locks: that of the drain, for all that has a position or depends on the connection, and inside it that of the
/// queue of objects, which any thread may take, also within handlers.
/// </summary>
internal sealed partial class ClientSession
{
    private readonly Lock _drain = new();
    private readonly ObjectQueue _objects;
    private readonly SentRing _ring;
    private readonly AnnouncedTopics _announced = new();
    private ClientConnection? _connection; // the present one
    private Task _pump = Task.CompletedTask;
    private long _detachedAt;
    private long _lastHeard;
    private long _lastSent;
    private volatile bool _isEnded;

    public ClientSession(BrokerServer server, string id, string secret, string? name, bool getsOwn)
    {
        Server = server;
        Id = id;
        QuietId = new StringBuilder(id).ToString();
        Secret = secret;
        Name = name;
        GetsOwn = getsOwn;
        BrokerServerOptions options = server.Options;
        _objects = new ObjectQueue(options.MaxQueuedObjects, options.MaxQueuedObjectBytes);
        _ring = new SentRing(options.MaxUnacknowledged, options.MaxUnacknowledgedBytes);
        _detachedAt = _lastHeard = _lastSent = server.Now();
        InitializeRates(_detachedAt);
        Outlet = server.Broker.OpenOutlet(new OutletOptions
        {
            Policy = OutletPolicy.LatestPerTopic,
            Capacity = options.MaxQueuedMessages,
            MaxBytes = options.MaxQueuedBytes,
        });
        Outlet.IsPumped = true;
        Client = new RemoteClient(this);
        Posts = new ClientConnection(server, null, new ConnectRequest(), this);
    }

    public BrokerServer Server { get; }

    /// <summary>What others know it by, and the sender of its messages.</summary>
    public string Id { get; }

    /// <summary>The same text in another object: the sender of those messages that it does not want back itself.</summary>
    public string QuietId { get; }

    /// <summary>Whoever has it is this client.</summary>
    public string Secret { get; }

    public string? Name { get; }

    /// <summary>What it publishes is delivered to it, too.</summary>
    public bool GetsOwn { get; }

    public Outlet Outlet { get; }

    public RemoteClient Client { get; }

    /// <summary>Takes what the client says by requests of their own, while its connection only listens.</summary>
    public ClientConnection Posts { get; }

    public SerialCallbacks Callbacks { get; } = new();

    public bool IsEnded => _isEnded;

    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>Adds an object for this client, taking over one reference; a client that lets more wait than may loses its session.</summary>
    public void AddObject(MessageBlock block, bool takesPosition)
    {
        if (!TryAddObject(block, takesPosition) && !_isEnded)
            Server.EndLater(this, ClientCloseCode.InternalError, "more waits for the client than may");
    }

    /// <summary>Adds an object for this client, taking over one reference, if there is room.</summary>
    public bool TryAddObject(MessageBlock block, bool takesPosition)
    {
        if (!_objects.TryAdd(block, takesPosition))
            return false;
        Outlet.Wake();
        return true;
    }

    /// <summary>Ends when there may be room again.</summary>
    public Task WaitForRoomAsync() => _objects.WaitForRoomAsync();

    /// <summary>The client showed a sign of life.</summary>
    public void OnHeard() => Volatile.Write(ref _lastHeard, Server.Now());

    /// <summary>All that is timed: heartbeats, silence, grace, requests.</summary>
    public void Tick(long now)
    {
        TickRequests(now);
        lock (_drain)
            _ring.Trim();
        ClientConnection? connection = Volatile.Read(ref _connection);
        if (connection is null)
        {
            if (now - Volatile.Read(ref _detachedAt) >= Server.GraceTicks)
                Server.End(this, ClientCloseCode.PolicyViolation, "the client did not come back", hasTimedOut: true);
        }
        else if (!connection.IsPoll && now - Volatile.Read(ref _lastHeard) >= 2 * Server.HeartbeatTicks)
        {
            Server.OnSilent(connection);
        }
        else if (now - Volatile.Read(ref _lastSent) >= Server.HeartbeatTicks && connection.TryOweHeartbeat())
        {
            Outlet.Wake();
        }
    }

    /// <summary>Ends it: nothing is sent, taken or kept any more.</summary>
    /// <returns>False when it has ended before.</returns>
    public bool TryEnd(out ClientConnection? connection, out string[] joined)
    {
        lock (_drain)
        {
            connection = _connection;
            joined = Joined;
            if (_isEnded)
                return false;
            _isEnded = true;
            _connection = null;
            lock (_joined)
                _joined.Clear();
            _ring.Acknowledge(_ring.Last);
            _objects.Close();
            return true;
        }
    }
}
