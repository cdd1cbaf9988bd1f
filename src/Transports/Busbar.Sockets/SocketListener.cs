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
    private readonly TimeProvider _time;
    private int _disposed;

    private SocketListener(Socket socket, SocketOptions options, SslServerAuthenticationOptions? tls, TimeProvider? timeProvider)
    {
        _socket = socket;
        _options = options;
        _tls = tls;
        _time = timeProvider ?? TimeProvider.System;
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
    /// <param name="timeProvider">The clock of an orderly close; the system's unless given.</param>
    /// <exception cref="IOException">The place cannot be listened at: in use, not ours, not permitted.</exception>
    public static SocketListener Bind(
        EndPoint endPoint, SocketOptions? options = null, SslServerAuthenticationOptions? tls = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        SocketOptions checkedOptions = (options ?? new SocketOptions()).Validated();
        try
        {
            return new SocketListener(Listen(endPoint, checkedOptions), checkedOptions, tls, timeProvider);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && StaleSocketFile.TryRemove(endPoint))
        {
            return Bind(endPoint, checkedOptions, tls, timeProvider);
        }
        catch (SocketException exception)
        {
            throw new IOException($"Cannot listen on {endPoint}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
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
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                continue; // its peer gave it up while it was queued: no failure of the listener, and no reason to hold up the next
            }

            if (TryTake(socket) is { } connection)
                return connection;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _socket.Dispose(); // removes the file it was bound to as well
        return ValueTask.CompletedTask;
    }

    /// <returns>Null when its peer has gone already: what then fails is the socket's, not the listener's.</returns>
    private StreamConnection? TryTake(Socket socket)
    {
        try
        {
            _options.ApplyTo(socket);
            string target = socket.RemoteEndPoint is IPEndPoint peer ? peer.ToString() : LocalEndPoint.ToString()!;
            return _tls is null
                ? new SocketConnection(socket, target, _options, _time)
                : TlsConnection.AsServer(socket, target, _tls, _options, _time);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is SocketException or IOException)
                return null;
            throw;
        }
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
