using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>Connects WebSockets. For one that comes back, give a <see cref="WebSocketConnector"/> to a <see cref="PersistentLink{TSession}"/>.</summary>
public static class WebSocketClient
{
    /// <summary>Connects by TCP, with TLS when the address is of wss.</summary>
    /// <param name="uri"><c>ws://host/path</c> or <c>wss://host/path</c>.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="connect">How to ask for the upgrade.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The address is not of ws or wss, or an option is outside its range.</exception>
    /// <exception cref="ConnectException">It could not be connected; of a refusal the inner exception is a <see cref="WebSocketHandshakeException"/>.</exception>
    public static async Task<WebSocketChannel> ConnectAsync(
        Uri uri, IWebSocketHandler handler, WebSocketConnectorOptions? connect = null, WebSocketSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        WebSocketSessionOptions chosen = (options ?? new WebSocketSessionOptions()).Validated(); // before anybody is called
        Connection connection = await WebSocketConnector.To(uri, connect).ConnectAsync(cancellationToken).ConfigureAwait(false);
        return WebSocketChannel.Open(connection, WebSocketRole.Client, _ => handler, chosen);
    }
}
