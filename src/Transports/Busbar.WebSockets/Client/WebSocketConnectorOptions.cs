using System.Net.Security;
using Busbar.Sockets;

namespace Busbar.WebSockets;

/// <summary>How a client asks for its upgrade. Copied and checked where it is used.</summary>
public sealed record WebSocketConnectorOptions
{
    private static readonly string[] Own = ["Host", "Upgrade", "Connection", "Content-Length", "Transfer-Encoding"];

    /// <summary>The subprotocols that are offered, the best first. Default none.</summary>
    public IReadOnlyList<string> Subprotocols { get; set; } = [];

    /// <summary>Further header fields: Authorization, Origin, Cookie. Those of the handshake itself are refused.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Certificates and checks of wss; the host is checked against the certificate unless a name is set here.</summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>The sockets' options.</summary>
    public SocketOptions Socket { get; set; } = new();

    /// <summary>How long connecting may take, handshakes included. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets of the longest head of the answer. 256 to 1 MiB, default 16 KiB.</summary>
    public int MaxHeadLength { get; set; } = 16 * 1024;

    /// <summary>The clock of all timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal WebSocketConnectorOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Subprotocols);
        ArgumentNullException.ThrowIfNull(Headers);
        ArgumentNullException.ThrowIfNull(Socket);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        WebSocketSessionOptions.CheckTime(ConnectTimeout, nameof(ConnectTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeadLength, 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHeadLength, 1024 * 1024);
        WebSocketHandshakeOptions.CheckSubprotocols(Subprotocols);
        foreach (KeyValuePair<string, string> header in Headers)
            CheckHeader(header.Key, header.Value);
        return this with { Subprotocols = [.. Subprotocols], Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) };
    }

    /// <summary>A line break in a value would be a second field, or a second request.</summary>
    private static void CheckHeader(string name, string value)
    {
        if (!WebSocketHandshake.IsToken(name) || Own.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"\"{name}\" is no header field that may be added.", nameof(name));
        if (value is null || value.Any(static character => (character < ' ' && character != '\t') || character is '\x7F' or > '\xFF'))
            throw new ArgumentException($"The value of the header field {name} must be printable characters of Latin-1.", nameof(value));
    }
}
