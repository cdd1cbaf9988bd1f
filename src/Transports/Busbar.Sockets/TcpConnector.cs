using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>
/// Connects by TCP, with TLS when asked. Each attempt resolves the name again and tries every address, IPv6 and IPv4 in turn, the
/// next one 250 ms after the last (RFC 8305 §5); the first to connect wins.
/// </summary>
public sealed class TcpConnector : IConnector
{
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    private readonly string _host;
    private readonly int _port;
    private readonly SocketOptions _options;
    private readonly SslClientAuthenticationOptions? _tls;
    private readonly TimeProvider _time;

    internal TcpConnector(string host, int port, SocketOptions? options = null, SslClientAuthenticationOptions? tls = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        _host = host;
        _port = port;
        _options = (options ?? new SocketOptions()).Validated();
        _tls = tls is null ? null : TlsOptions.For(tls, host);
        _time = timeProvider ?? TimeProvider.System;
        Target = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>Finds the addresses of a name; a test puts its own in the place of the system's.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A connector to a host by name or address.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">The sockets' options.</param>
    /// <param name="timeProvider">The clock of the delay between addresses and of an orderly close; the system's unless given.</param>
    public static TcpConnector To(string host, int port, SocketOptions? options = null, TimeProvider? timeProvider = null) =>
        new(host, port, options, null, timeProvider);

    /// <summary>A connector with TLS. Where <see cref="SslClientAuthenticationOptions.TargetHost"/> is not set, the host is checked against the certificate.</summary>
    /// <inheritdoc cref="To"/>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="tls">Certificates and checks; copied, so that one object may serve for many hosts.</param>
    /// <param name="options">The sockets' options.</param>
    /// <param name="timeProvider">The clock of the delay between addresses and of an orderly close; the system's unless given.</param>
    public static TcpConnector ToTls(string host, int port, SslClientAuthenticationOptions? tls = null, SocketOptions? options = null, TimeProvider? timeProvider = null) =>
        new(host, port, options, tls ?? new SslClientAuthenticationOptions(), timeProvider);

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        Connection? connection = null;
        try
        {
            IPAddress[] addresses = await ResolveAsync(cancellationToken).ConfigureAwait(false);
            socket = await ConnectFirstAsync(Interleave(addresses), cancellationToken).ConfigureAwait(false);
            connection = _tls is null ? new SocketConnection(socket, Target, _options, _time) : TlsConnection.AsClient(socket, Target, _tls, _options, _time);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            socket?.Dispose();
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false); // what TLS holds besides the socket
            if (exception is OperationCanceledException)
                throw;
            throw new ConnectException(Target, exception.Message, exception);
        }
    }

    /// <summary>IPv6 and IPv4 in turn, in the order each family was resolved.</summary>
    internal static List<IPAddress> Interleave(IPAddress[] addresses)
    {
        var first = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6));
        var second = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork));
        var ordered = new List<IPAddress>(addresses.Length);
        while (first.Count + second.Count > 0)
        {
            if (first.TryDequeue(out IPAddress? six))
                ordered.Add(six);
            if (second.TryDequeue(out IPAddress? four))
                ordered.Add(four);
        }

        return ordered;
    }

    /// <summary>The system's resolver is deaf while it asks: waited for, it would hold a cancelled attempt for half a minute.</summary>
    private async Task<IPAddress[]> ResolveAsync(CancellationToken cancellationToken)
    {
        Task<IPAddress[]> resolving = Resolve(_host, cancellationToken);
        try
        {
            return await resolving.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = resolving.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // seen, though nobody waits
        }
    }

    private async Task<Socket> ConnectFirstAsync(List<IPAddress> addresses, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
            throw new SocketException((int)SocketError.HostNotFound);

        using var settled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Exception? failure = null;
        Socket? connected = null;
        int next = 0;
        try
        {
            while (connected is null && (next < addresses.Count || attempts.Count > 0))
            {
                if (next < addresses.Count)
                    attempts.Add(ConnectOneAsync(addresses[next++], settled.Token));

                Task delay = next < addresses.Count ? Task.Delay(AttemptDelay, _time, settled.Token) : Task.Delay(Timeout.Infinite, settled.Token);
                Task ended = await Task.WhenAny([delay, .. attempts]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (ended is not Task<Socket> attempt)
                    continue;
                attempts.Remove(attempt);
                if (attempt.IsCompletedSuccessfully)
                    connected = await attempt.ConfigureAwait(false);
                else
                    failure = attempt.Exception?.InnerException;
            }
        }
        finally
        {
            await settled.CancelAsync().ConfigureAwait(false);
            foreach (Task<Socket> late in attempts)
                _ = DisposeLateAsync(late); // ends by itself: its attempt is cancelled, or had succeeded when the caller gave up
        }

        return connected ?? throw failure!;
    }

    private static async Task DisposeLateAsync(Task<Socket> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
            (await attempt.ConfigureAwait(false)).Dispose();
    }

    private async Task<Socket> ConnectOneAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _options.ApplyTo(socket);
            await socket.ConnectAsync(new IPEndPoint(address, _port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
