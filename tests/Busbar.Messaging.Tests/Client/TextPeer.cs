using System.IO.Pipelines;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Messaging.Tests.Client;

/// <summary>A scripted peer behind a carrier of messages, as a WebSocket is one: the JSON form is spoken there.</summary>
internal sealed class TextPeer(ScriptedPeer peer) : IConnector
{
    public string Target => peer.Target;

    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken) => new TextConnection(await ((IConnector)peer).ConnectAsync(cancellationToken));

    private sealed class TextConnection(Connection connection) : Connection
    {
        public override PipeReader Input => connection.Input;

        public override PipeWriter Output => connection.Output;

        public override string Target => connection.Target;

        public override bool PreservesMessages => true;

        public override void Abort(CloseReason reason) => connection.Abort(reason);

        public override ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
