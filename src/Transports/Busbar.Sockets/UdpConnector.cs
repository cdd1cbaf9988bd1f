using System.Net;
using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>
/// Makes connections of datagrams: each keeps the boundaries of its messages (<see cref="Connection.PreservesMessages"/>), and each read of one is one
/// datagram, of which what is not consumed is dropped. Nothing is sent to connect, so that a peer which is away is noticed by what it does not
/// answer, or by its system's saying that nobody listens there, which ends the connection.
/// </summary>
public sealed class UdpConnector : IConnector
{
    private readonly string _host;
    private readonly int _port;
    private readonly UdpOptions _options;
    private readonly DatagramCount _dropped = new();

    private UdpConnector(string host, int port, UdpOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        _host = host;
        _port = port;
        _options = (options ?? new UdpOptions()).Validated();
        Target = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>Datagrams that came and were dropped because <see cref="UdpOptions.MaxWaiting"/> waited, on all connections it has made.</summary>
    public long DroppedDatagrams => _dropped.Value;

    /// <summary>A connector to a host by name or address.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address. Of a name the first address is taken that this machine has a way to.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">The sockets' options.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port or an option is outside its range.</exception>
    public static UdpConnector To(string host, int port, UdpOptions? options = null) => new(host, port, options);

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(_host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return new UdpClientConnection(await ConnectFirstAsync(addresses, cancellationToken).ConfigureAwait(false), _options, Target, _dropped);
        }
        catch (SocketException exception)
        {
            throw new ConnectException(Target, exception.Message, exception);
        }
    }

    private async Task<Socket> ConnectFirstAsync(IPAddress[] addresses, CancellationToken cancellationToken)
    {
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses)
        {
            Socket socket = _options.CreateSocket(address.AddressFamily);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, _port), cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception; // no way there: another address may have one
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure;
    }
}
