namespace Busbar.WebSockets;

/// <summary>How a server behaves. Copied and checked when the server is made.</summary>
public sealed record WebSocketServerOptions
{
    /// <summary>Whom it lets in.</summary>
    public WebSocketHandshakeOptions Handshake { get; set; } = new();

    /// <summary>Limits, times, clock and logger of each WebSocket.</summary>
    public WebSocketSessionOptions WebSocket { get; set; } = new();

    /// <summary>How many connections may be open, those that still shake hands included; the next is closed at once. At least 1, default 1,000.</summary>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>How long a connection may take until its upgrade, TLS included. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal WebSocketServerOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Handshake);
        ArgumentNullException.ThrowIfNull(WebSocket);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        WebSocketSessionOptions.CheckTime(HandshakeTimeout, nameof(HandshakeTimeout));
        return this with { Handshake = Handshake.Validated(), WebSocket = WebSocket.Validated() };
    }
}
