using System.Net;
using Busbar.Links;
using Busbar.Sockets;

namespace Busbar.Messaging;

/// <summary>
/// Lets services into a <see cref="BrokerServer"/> by TCP, TLS or a Unix socket, in the binary form of the wire (<c>docs/wire.md</c>). Groups,
/// sessions, rules and limits are the server's, whatever carries a client: a page's WebSocket and a service here meet in one group.
/// </summary>
/// <example><code>
/// await using var server = new BrokerServer(broker);
/// await using var listener = BrokerListener.Listen(server, 9301);
/// </code></example>
public sealed class BrokerListener : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5); // for clients that take nothing

    private readonly LinkServer<BinaryServerSession> _links;
    private readonly TimeProvider _time;

    /// <summary>Lets in what a listener accepts.</summary>
    /// <param name="server">What is served; it stays its owner's.</param>
    /// <param name="listener">Listening already; owned from now on. TLS is its own matter.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BrokerListener(BrokerServer server, IConnectionListener listener, BrokerListenerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(listener);
        BrokerListenerOptions chosen = (options ?? new BrokerListenerOptions()).Validated();
        _time = server.TimeProvider;
        _links = new LinkServer<BinaryServerSession>(
            listener,
            connection => new BinaryServerSession(server, new ConnectRequest { RemoteEndPoint = connection.RemoteEndPoint }),
            LinksOf(server, chosen),
            static (link, session) => session.Link = link);
    }

    /// <summary>Where it listens, with the real port when 0 was asked for.</summary>
    public EndPoint LocalEndPoint => _links.LocalEndPoint;

    /// <summary>Connections open at this moment.</summary>
    public int OpenConnections => _links.OpenConnections;

    /// <summary>Connections accepted since the start, refused ones left out.</summary>
    public long AcceptedConnections => _links.AcceptedConnections;

    /// <summary>Connections closed at once because <see cref="BrokerListenerOptions.MaxConnections"/> were open.</summary>
    public long RefusedConnections => _links.RefusedConnections;

    /// <summary>Connections whose handshake of TLS failed or took too long.</summary>
    public long FailedConnections => _links.FailedConnections;

    /// <summary>Listens for TCP connections of this machine, on 127.0.0.1.</summary>
    /// <param name="server">What is served; it stays its owner's.</param>
    /// <param name="port">0 for any.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="IOException">The port cannot be listened at.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port or an option is out of its range.</exception>
    public static BrokerListener Listen(BrokerServer server, int port, BrokerListenerOptions? options = null) =>
        Listen(server, new IPEndPoint(IPAddress.Loopback, port), options);

    /// <summary>Listens. Beyond loopback give it a certificate and the server keys: what is missing is logged as a warning.</summary>
    /// <param name="server">What is served; it stays its owner's.</param>
    /// <param name="endPoint">An address and port, port 0 for any, or a Unix socket.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="IOException">The end point cannot be listened at.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static BrokerListener Listen(BrokerServer server, EndPoint endPoint, BrokerListenerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(endPoint);
        BrokerListenerOptions chosen = (options ?? new BrokerListenerOptions()).Validated(); // before anything is bound
        var listener = new BrokerListener(server, SocketListener.Bind(endPoint, chosen.Socket, chosen.Tls, server.TimeProvider), chosen);
        Warn(server, listener.LocalEndPoint, chosen);
        return listener;
    }

    /// <summary>Stops to listen, closes all connections with 1001 and waits for their ends, for at most some seconds. Sessions stay the server's, as long as their grace.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Link<BinaryServerSession> link in _links.Links)
            CloseInOrder(link);
        Task ended = _links.DisposeAsync().AsTask();
        try
        {
            await ended.WaitAsync(CloseTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (Link<BinaryServerSession> link in _links.Links)
                link.Abort(CloseReason.Local("the server stops"));
            await ended.ConfigureAwait(false);
        }
    }

    private static void CloseInOrder(Link<BinaryServerSession> link)
    {
        try
        {
            BinaryServerSession session;
            using (LinkScope<BinaryServerSession> scope = link.Enter())
                session = scope.Session;
            session.Close(ClientCloseCode.GoingAway, "the server stops");
        }
        catch (LinkClosedException)
        {
            // It has ended meanwhile.
        }
    }

    private static void Warn(BrokerServer server, EndPoint endPoint, BrokerListenerOptions options)
    {
        if (endPoint is not IPEndPoint { Address: { } address } || IPAddress.IsLoopback(address))
            return;
        if (options.Tls is null)
            server.Options.Logger.ListensInPlainText($"{endPoint}");
        if (!server.AsksForKey && server.Options.AuthorizeConnect is null)
            server.Options.Logger.ListensForAll($"{endPoint}");
    }

    private static LinkServerOptions LinksOf(BrokerServer server, BrokerListenerOptions options) => new()
    {
        MaxConnections = options.MaxConnections,
        OpenTimeout = options.OpenTimeout,
        Link = new LinkOptions
        {
            TimeProvider = server.TimeProvider,
            Logger = server.Options.Logger,
            SendTimeout = server.SilenceTimeout,
            MaxPendingOutput = int.MaxValue, // the writer waits for room; what is more than that is one batch
            MaxPendingInput = BinaryFrameCodec.HeadLength + Math.Max(server.MaxMessageBytes, 1024) + 1, // the codec bounds it before
        },
    };
}
