using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// A connection with the opening handshake in front: <see cref="Connection.OpenAsync"/> makes it, and what is read and written afterwards are
/// frames. What was read beyond the handshake is not lost: it waits in the pipe.
/// </summary>
internal abstract class UpgradedConnection(Connection carrier) : Connection
{
    public override PipeReader Input => Carrier.Input;

    public override PipeWriter Output => Carrier.Output;

    public override string Target => Carrier.Target;

    public override EndPoint? LocalEndPoint => Carrier.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => Carrier.RemoteEndPoint;

    public override X509Certificate2? PeerCertificate => Carrier.PeerCertificate;

    /// <summary>The one that was agreed to; null for none, and before the connection was opened.</summary>
    public string? Subprotocol { get; protected set; }

    protected Connection Carrier { get; } = carrier;

    public override void Abort(CloseReason reason) => Carrier.Abort(reason);

    public override ValueTask DisposeAsync() => Carrier.DisposeAsync();
}
