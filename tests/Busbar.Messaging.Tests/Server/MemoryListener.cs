using System.Net;
using System.Threading.Channels;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>Accepts connections in memory; a connector too.</summary>
/// <param name="capacity">Octets one direction holds before a flush waits for the reader.</param>
internal sealed class MemoryListener(int capacity = 64 * 1024) : IConnectionListener, IConnector
{
    private readonly Channel<Connection> _connects = Channel.CreateUnbounded<Connection>();

    public EndPoint LocalEndPoint { get; } = new DnsEndPoint("memory", 1);

    public string Target => "memory";

    public Connection Connect()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair(capacity);
        if (!_connects.Writer.TryWrite(far))
            throw new ConnectException(Target, "nobody listens", new IOException("nobody listens"));
        return near;
    }

    public ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken) => new(Connect());

    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        await foreach (Connection connection in _connects.Reader.ReadAllAsync(cancellationToken))
            return connection;
        return null;
    }

    public ValueTask DisposeAsync()
    {
        _connects.Writer.TryComplete();
        return default;
    }
}
