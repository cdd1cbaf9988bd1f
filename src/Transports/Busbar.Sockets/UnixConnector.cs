using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>Connects to a Unix socket.</summary>
public sealed class UnixConnector : IConnector
{
    private readonly UnixDomainSocketEndPoint _endPoint;

    private UnixConnector(string path)
    {
        _endPoint = new UnixDomainSocketEndPoint(path);
        Target = path;
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>A connector to the socket at a path.</summary>
    /// <param name="path">The file; at most about 107 octets.</param>
    public static UnixConnector To(string path) => new(path);

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(_endPoint, cancellationToken).ConfigureAwait(false);
            return new SocketConnection(socket, Target);
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
