using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>Accepts TCP and Unix connections, with TLS when asked.</summary>
public sealed class SocketListener : IConnectionListener
{
    private readonly Socket _socket;
    private readonly SocketOptions _options;
    private readonly SslServerAuthenticationOptions? _tls;
    private int _disposed;

    private SocketListener(Socket socket, SocketOptions options, SslServerAuthenticationOptions? tls)
    {
        _socket = socket;
        _options = options;
        _tls = tls;
        LocalEndPoint = socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Listens at once.</summary>
    /// <param name="endPoint">
    /// An <see cref="IPEndPoint"/>, port 0 for any, or a <see cref="UnixDomainSocketEndPoint"/>, whose file is removed when the listener
    /// ends. A socket's file that nobody listens at, left by a process that was killed, is replaced.
    /// </param>
    /// <param name="options">The sockets' options.</param>
    /// <param name="tls">The certificate and checks when TLS is spoken; not copied.</param>
    /// <exception cref="IOException">The place cannot be listened at: in use, not ours, not permitted.</exception>
    public static SocketListener Bind(EndPoint endPoint, SocketOptions? options = null, SslServerAuthenticationOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        SocketOptions checkedOptions = (options ?? new SocketOptions()).Validated();
        try
        {
            return new SocketListener(Listen(endPoint, checkedOptions), checkedOptions, tls);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && StaleSocketFile.TryRemove(endPoint))
        {
            return Bind(endPoint, checkedOptions, tls);
        }
        catch (SocketException exception)
        {
            throw new IOException($"Cannot listen on {endPoint}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException && Volatile.Read(ref _disposed) == 1)
        {
            return null;
        }

        try
        {
            _options.ApplyTo(socket);
            string target = socket.RemoteEndPoint is IPEndPoint peer ? peer.ToString() : LocalEndPoint.ToString()!;
            return _tls is null ? new SocketConnection(socket, target) : TlsConnection.AsServer(socket, target, _tls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _socket.Dispose(); // removes the file it was bound to as well
        return ValueTask.CompletedTask;
    }

    private static Socket Listen(EndPoint endPoint, SocketOptions options)
    {
        var socket = endPoint.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(options.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
