using System.Net;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// Accepts connections that are WebSockets once they are opened: the handshake is part of <see cref="Connection.OpenAsync"/>, as that of
/// TLS is, so that a slow one holds up nobody's accepting. For a <see cref="LinkServer{TSession}"/> of <see cref="WebSocketSession"/>s.
/// </summary>
public sealed class WebSocketListener : IConnectionListener
{
    private readonly IConnectionListener _carrier;
    private readonly WebSocketHandshakeOptions _options;

    /// <summary>Listens where another listener does.</summary>
    /// <param name="carrier">Listening already: TCP, TLS, a Unix socket. Owned from now on.</param>
    /// <param name="options">Whom to let in.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public WebSocketListener(IConnectionListener carrier, WebSocketHandshakeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        _carrier = carrier;
        _options = (options ?? new WebSocketHandshakeOptions()).Validated();
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => _carrier.LocalEndPoint;

    /// <summary>The request that opened a connection of this listener; null before it is open, and for other connections.</summary>
    public static WebSocketRequest? RequestOf(Connection connection) => (connection as ServerConnection)?.Request;

    /// <summary>The subprotocol that a connection of this listener, or of a <see cref="WebSocketConnector"/>, agreed to; null for none.</summary>
    public static string? SubprotocolOf(Connection connection) => (connection as UpgradedConnection)?.Subprotocol;

    /// <inheritdoc/>
    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _carrier.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection ? new ServerConnection(connection, _options) : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _carrier.DisposeAsync();
}
