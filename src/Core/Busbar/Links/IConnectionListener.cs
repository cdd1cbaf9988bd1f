using System.Net;

namespace Busbar.Links;

/// <summary>What accepts connections at one place.</summary>
public interface IConnectionListener : IAsyncDisposable
{
    /// <summary>Where it listens; the port is the real one when 0 was asked for.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>The next connection, not opened yet (<see cref="Connection.OpenAsync"/>); null when the listener has ended.</summary>
    ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default);
}
