using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>A client's connection: <see cref="OpenAsync"/> asks for the upgrade. Its carrier is open already.</summary>
internal sealed class ClientConnection(Connection carrier, ClientHandshake handshake) : UpgradedConnection(carrier)
{
    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        string? subprotocol = null;
        await Output.WriteAsync(handshake.Request(), cancellationToken).ConfigureAwait(false);
        await HandshakeReader.ReadAsync(Input, octets => handshake.Judge(octets.Span, out subprotocol), cancellationToken).ConfigureAwait(false);
        Subprotocol = subprotocol;
    }
}
