using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>Connects to a Unix socket.</summary>
public sealed class UnixConnector : IConnector
{
    private readonly UnixDomainSocketEndPoint _endPoint;
    private readonly SocketOptions _options;
    private readonly TimeProvider _time;

    private UnixConnector(string path, SocketOptions? options, TimeProvider? timeProvider)
    {
        _endPoint = new UnixDomainSocketEndPoint(path);
        _options = (options ?? new SocketOptions()).Validated();
        _time = timeProvider ?? TimeProvider.System;
        Target = path;
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>A connector to the socket at a path.</summary>
    /// <param name="path">The file; at most about 107 octets.</param>
    /// <param name="options">The sockets' options.</param>
    /// <param name="timeProvider">The clock of an orderly close; the system's unless given.</param>
    public static UnixConnector To(string path, SocketOptions? options = null, TimeProvider? timeProvider = null) => new(path, options, timeProvider);

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _options.ApplyTo(socket);
            await socket.ConnectAsync(_endPoint, cancellationToken).ConfigureAwait(false);
            return new SocketConnection(socket, Target, _options, _time);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is OperationCanceledException)
                throw;
            throw new ConnectException(Target, exception.Message, exception);
        }
    }
}
