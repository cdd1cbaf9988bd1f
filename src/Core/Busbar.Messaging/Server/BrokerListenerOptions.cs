using System.Net.Security;
using Busbar.Sockets;

namespace Busbar.Messaging;

/// <summary>How a <see cref="BrokerListener"/> listens. Copied and checked where it is used; what clients may do is said by <see cref="BrokerServerOptions"/>.</summary>
public sealed record BrokerListenerOptions
{
    /// <summary>The certificate and checks when TLS is spoken, which it should be beyond loopback; null for plain text, the default. Not copied.</summary>
    public SslServerAuthenticationOptions? Tls { get; set; }

    /// <summary>The sockets' options.</summary>
    public SocketOptions Socket { get; set; } = new();

    /// <summary>How many connections may be open; the next is closed at once. At least 1, default 10,000.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a handshake of TLS may take. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal BrokerListenerOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Socket, nameof(Socket));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1, nameof(MaxConnections));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OpenTimeout, TimeSpan.Zero, nameof(OpenTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(OpenTimeout, TimeSpan.FromDays(24), nameof(OpenTimeout));
        return this with { };
    }
}
