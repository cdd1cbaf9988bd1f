namespace Busbar.Links;

/// <summary>What makes connections to one target: TCP, a serial line, a user's stream.</summary>
public interface IConnector
{
    /// <summary>The target for people and logs.</summary>
    string Target { get; }

    /// <summary>Makes one connection, opened; each call tries anew, names resolved again. The caller disposes it.</summary>
    /// <exception cref="ConnectException">It could not be made.</exception>
    ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default);
}
