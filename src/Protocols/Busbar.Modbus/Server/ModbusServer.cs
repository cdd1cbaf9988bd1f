using System.Net;
using System.Net.Security;
using Busbar.Links;
using Busbar.Sockets;

namespace Busbar.Modbus;

/// <summary>
/// A Modbus server: units with tables, answering any number of clients. What one client does wrong ends its own connection and no
/// other. All members may be called from any thread.
/// </summary>
public sealed class ModbusServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<LinkServer<ServerSession>> _servers = [];
    private readonly ServerCounters _counters = new();
    private readonly ModbusServerOptions _options;
    private readonly UnitRouter _units;
    private bool _disposed;

    /// <summary>A server that does not listen yet and has no units.</summary>
    /// <param name="options">How the server behaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ModbusServer(ModbusServerOptions? options = null)
    {
        _options = (options ?? new ModbusServerOptions()).Validated();
        _units = new UnitRouter(_options.UnknownUnit, _counters);
    }

    /// <summary>Where it listens: the first end point, with the real port when 0 was asked for; null before it does.</summary>
    public IPEndPoint? LocalEndPoint
    {
        get
        {
            lock (_lock)
                return _servers.Select(server => server.LocalEndPoint).OfType<IPEndPoint>().FirstOrDefault();
        }
    }

    /// <summary>What was counted since the server was made.</summary>
    public ModbusServerStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return _counters.Snapshot() with
                {
                    OpenConnections = _servers.Sum(server => server.OpenConnections),
                    AcceptedConnections = _servers.Sum(server => server.AcceptedConnections),
                    FailedConnections = _servers.Sum(server => server.FailedConnections),
                    RefusedConnections = _servers.Sum(server => server.RefusedConnections),
                };
            }
        }
    }

    /// <summary>Adds a unit, whose tables hold zeros; before or while the server listens.</summary>
    /// <param name="number">The unit identifier, 0 to 255.</param>
    /// <param name="options">How large its tables are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number or an option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The unit was added before.</exception>
    public ModbusUnit AddUnit(int number, ModbusUnitOptions? options = null) => _units.Add(number, (options ?? new ModbusUnitOptions()).Validated(), _options);

    /// <summary>
    /// Makes the server a gateway: requests to a unit go to another transport, a serial line for example, before or while the server listens, and its
    /// answers come back under the unit and the transaction that the caller named. Callers take turns, so that one that asks much takes no more of a
    /// line than the others. Where nothing connects they get <see cref="ModbusExceptionCode.GatewayPathUnavailable"/>, where nothing answers
    /// <see cref="ModbusExceptionCode.GatewayTargetFailedToRespond"/>, and those with <see cref="ModbusServerOptions.MaxForwarded"/> requests under way
    /// <see cref="ModbusExceptionCode.ServerDeviceBusy"/>.
    /// </summary>
    /// <param name="number">
    /// The unit identifier here, 0 to 255, which is none of the server's own. 0 may be routed to several clients where it is all units of a line: writes
    /// to it go to all of them and to the server's own units, and nobody answers.
    /// </param>
    /// <param name="client">Reaches the unit; the caller's to dispose, and free to be used beside.</param>
    /// <param name="unit">The unit identifier there, 0 to 255; the same when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A unit identifier is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The unit is the server's own, or was routed before.</exception>
    public void Route(int number, ModbusClient client, int? unit = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _units.Route(number, client, unit ?? number, _options);
    }

    /// <summary>Listens for TCP connections. Ends once the port is bound; more end points may be added. Plain Modbus knows no credentials: whoever reaches the port may write.</summary>
    /// <param name="endPoint">The address and port, port 0 for any.</param>
    /// <param name="cancellationToken">Looked at once, before binding.</param>
    /// <exception cref="IOException">The end point cannot be listened at.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed.</exception>
    public Task ListenAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        return BindAsync(endPoint);
    }

    /// <summary>
    /// Receives datagrams, each of whole ADUs. Ends once the port is bound; more end points may be added. Of <see cref="ModbusServerOptions.MaxConnections"/>
    /// peers that which was silent longest makes room for the next. Whoever reaches the port may write, under any address.
    /// </summary>
    /// <param name="endPoint">The address and port, port 0 for any.</param>
    /// <param name="cancellationToken">Looked at once, before binding.</param>
    /// <exception cref="IOException">The end point cannot be listened at.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed.</exception>
    public async Task ListenUdpAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await ListenOrEndAsync(UdpListener.Bind(endPoint, new UdpOptions { MaxPeers = Math.Min(_options.MaxConnections, 65_536) })).ConfigureAwait(false);
    }

    /// <summary>
    /// Listens for Modbus/TCP Security. Ends once the port is bound; more end points may be added. What a client may ask is for
    /// <see cref="ModbusServerOptions.Authorize"/> to say, by the role in its certificate.
    /// </summary>
    /// <param name="endPoint">The address and port, port 0 for any; <see cref="ModbusSecurity.DefaultPort"/> by the specification.</param>
    /// <param name="tls">Certificates and checks, those of <see cref="ModbusSecurity.ServerOptions"/> for example; not copied.</param>
    /// <param name="cancellationToken">Looked at once, before binding.</param>
    /// <exception cref="IOException">The end point cannot be listened at.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed.</exception>
    public async Task ListenTlsAsync(IPEndPoint endPoint, SslServerAuthenticationOptions tls, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tls);
        cancellationToken.ThrowIfCancellationRequested();
        await ListenOrEndAsync(SocketListener.Bind(endPoint, tls: tls, timeProvider: _options.TimeProvider)).ConfigureAwait(false);
    }

    /// <summary>Serves what a listener accepts: TLS, a Unix socket, a user's own.</summary>
    /// <param name="listener">Listening already; the server owns it from now on.</param>
    /// <exception cref="ObjectDisposedException">The server was disposed; the listener is still the caller's.</exception>
    public void Listen(IConnectionListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // Peers of datagrams are bounded by their listener, which puts the next in the place of the most silent; those need a moment to end.
            int connections = listener is UdpListener udp ? udp.MaxPeers * 16 : _options.MaxConnections;
            _servers.Add(new LinkServer<ServerSession>(listener, CreateSession, LinkServerOptions(connections)));
        }
    }

    /// <summary>Stops to listen, closes all connections in order and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        // All at once, and all though one should fail; nothing is added any more.
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task BindAsync(IPEndPoint endPoint) =>
        await ListenOrEndAsync(SocketListener.Bind(endPoint, timeProvider: _options.TimeProvider)).ConfigureAwait(false);

    private async Task ListenOrEndAsync(IConnectionListener listener)
    {
        try
        {
            Listen(listener);
        }
        catch
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ServerSession CreateSession(Connection connection)
    {
        var client = new ServerClient(connection, _options, Links);
        return _options.Framing == ModbusFraming.Tcp
            ? new TcpServerSession(_units, _options, _counters, client)
            : new SerialServerSession(_units, _options, _counters, client);
    }

    private IEnumerable<Link<ServerSession>> Links()
    {
        lock (_lock)
            return [.. _servers.SelectMany(server => server.Links)];
    }

    private LinkServerOptions LinkServerOptions(int maxConnections) => new()
    {
        MaxConnections = maxConnections,
        Link = new LinkOptions
        {
            TimeProvider = _options.TimeProvider,
            Logger = _options.Logger,
            MaxPendingOutput = _options.MaxPendingOutput,
        },
    };
}
