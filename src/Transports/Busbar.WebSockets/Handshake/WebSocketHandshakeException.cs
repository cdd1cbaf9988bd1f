using System.Net;

namespace Busbar.WebSockets;

/// <summary>The opening handshake failed: no WebSocket came about.</summary>
public sealed class WebSocketHandshakeException : IOException
{
    /// <summary>An exception that names what broke the handshake.</summary>
    /// <param name="rule">What should have been.</param>
    /// <param name="statusCode">The HTTP status, or null where there was none.</param>
    public WebSocketHandshakeException(string rule, HttpStatusCode? statusCode = null)
        : base(statusCode is { } code ? $"The WebSocket handshake failed with HTTP status {(int)code}: {rule}." : $"The WebSocket handshake failed: {rule}.")
    {
        Rule = rule;
        StatusCode = statusCode;
    }

    /// <summary>What should have been.</summary>
    public string Rule { get; }

    /// <summary>The status the server answered with; null when the other side's octets were no answer.</summary>
    public HttpStatusCode? StatusCode { get; }
}
