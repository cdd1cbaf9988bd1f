using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Busbar.Links;

/// <summary>
/// What carries octets to and from one peer. A pair of pipes plus what protocols need to know of the carrier. One reader and one
/// writer at a time; <see cref="Abort"/> from any thread.
/// </summary>
public abstract class Connection : IDuplexPipe, IAsyncDisposable
{
    /// <inheritdoc/>
    public abstract PipeReader Input { get; }

    /// <inheritdoc/>
    public abstract PipeWriter Output { get; }

    /// <summary>The peer for people and logs: <c>10.0.0.5:502</c>, <c>/dev/ttyUSB0</c>.</summary>
    public abstract string Target { get; }

    /// <summary>This side's end point; null where there is none.</summary>
    public virtual EndPoint? LocalEndPoint => null;

    /// <summary>The peer's end point; null where there is none.</summary>
    public virtual EndPoint? RemoteEndPoint => null;

    /// <summary>The certificate the peer proved to hold; null without TLS or when it gave none. Owned by the connection.</summary>
    public virtual X509Certificate2? PeerCertificate => null;

    /// <summary>Whether the carrier keeps message boundaries (WebSocket, UDP): then one frame is one message, ended by <see cref="EndMessage"/>.</summary>
    public virtual bool PreservesMessages => false;

    /// <summary>The time one character takes on a serial line; null elsewhere.</summary>
    public virtual TimeSpan? CharacterTime => null;

    /// <summary>Ends the message of what was written to <see cref="Output"/> since the last one; does nothing on a byte stream.</summary>
    public virtual void EndMessage()
    {
    }

    /// <summary>Drops what came in and was not read yet; does nothing unless the carrier is a line that needs it.</summary>
    public virtual void DiscardInput()
    {
    }

    /// <summary>Finishes what must precede the first octet, a TLS handshake for example. Called once, before anything is read or written.</summary>
    public virtual ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Ends it at once: reads and writes under way fail. Idempotent, any thread.</summary>
    public abstract void Abort(CloseReason reason);

    /// <summary>Ends it in order, having sent what was flushed. Idempotent.</summary>
    public abstract ValueTask DisposeAsync();
}
