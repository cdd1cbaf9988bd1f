using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// Makes connections of text messages, for sessions that speak in lines of text: each frame that such a session writes is one message
/// (<see cref="Connection.PreservesMessages"/>), and each message that comes is followed by a line feed. <see cref="WebSocketConnector"/> is for sessions that
/// frame by themselves.
/// </summary>
public sealed class WebSocketTextConnector : IConnector
{
    private readonly WebSocketConnector _connector;
    private readonly WebSocketSessionOptions _options;

    /// <summary>A connector over another, which upgrades.</summary>
    /// <param name="connector">Makes the WebSockets.</param>
    /// <param name="options">Limits and times; binary messages are not taken in any case.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public WebSocketTextConnector(WebSocketConnector connector, WebSocketSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        _connector = connector;
        _options = ((options ?? new WebSocketSessionOptions()) with { AcceptsText = true, AcceptsBinary = false }).Validated();
    }

    /// <inheritdoc/>
    public string Target => _connector.Target;

    /// <summary>A connector by TCP, with TLS when the address is of wss.</summary>
    /// <param name="uri"><c>ws://host/path</c> or <c>wss://host/path</c>.</param>
    /// <param name="connect">How to ask.</param>
    /// <param name="options">Limits and times.</param>
    /// <exception cref="ArgumentException">The address is not of ws or wss, or an option is outside its range.</exception>
    public static WebSocketTextConnector To(Uri uri, WebSocketConnectorOptions? connect = null, WebSocketSessionOptions? options = null) =>
        new(WebSocketConnector.To(uri, connect), options);

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        Connection upgraded = await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        TextConnection? texts = null;
        WebSocketChannel.Open(upgraded, WebSocketRole.Client, channel => texts = new TextConnection(channel, Target), _options);
        return texts!;
    }
}
