using System.Net;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>A server's connection: <see cref="OpenAsync"/> awaits the request and answers it.</summary>
internal sealed class ServerConnection(Connection carrier, WebSocketHandshakeOptions options) : UpgradedConnection(carrier)
{
    /// <summary>The request, once the connection is open.</summary>
    public WebSocketRequest? Request { get; private set; }

    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await Carrier.OpenAsync(cancellationToken).ConfigureAwait(false);
        ServerAnswer? answer = null;
        await HandshakeReader.ReadAsync(Input, octets => (answer = ServerHandshake.Judge(octets.Span, options)) is null ? 0 : answer.Request is null ? -1 : answer.Consumed, cancellationToken).ConfigureAwait(false);

        await Output.WriteAsync(answer!.Response, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.SwitchingProtocols)
        {
            Diagnostics.RefusedHandshakes.Add(1);
            await Carrier.DisposeAsync().ConfigureAwait(false); // in order: an abort would destroy the answer before it is read
            throw new WebSocketHandshakeException(answer.Rule, answer.Status);
        }

        Request = answer.Request;
        Subprotocol = answer.Subprotocol;
    }
}
