using Busbar.Messaging;
using Busbar.WebSockets;

namespace Busbar.AspNetCore;

/// <summary>The wire over a WebSocket: each object is a text message. One batch may gather while the one before is being sent, and no more.</summary>
internal sealed class WebSocketTransport(WebSocketChannel channel, BrokerServer server, ConnectRequest request) : IClientTransport, IWebSocketHandler
{
    private readonly RoomSignal _room = new();
    private ClientConnection? _connection; // set before any message comes

    public bool TrySend(OutgoingObjects objects)
    {
        Diagnostics.ClientObjects.Add(objects.Count);
        Diagnostics.ClientBytes.Add(objects.Octets.Length);
        return channel.TrySendTexts(objects.Octets, objects.Ends);
    }

    public ValueTask<bool> WaitForRoomAsync()
    {
        _room.Clear(); // before looking: what empties the output afterwards is noticed
        return !_room.HasEnded && channel.PendingOctets == 0 ? ValueTask.FromResult(true) : _room.WaitAsync();
    }

    public void Close(ClientCloseCode code, string reason)
    {
        _room.End();
        channel.Close((WebSocketCloseCode)code, reason);
    }

    public void OnOpened(WebSocketSender sender) => _connection = server.Connect(this, request);

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender) => _connection!.Gather(message.Payload);

    public void OnRead() => _connection?.WorkOffGathered();

    public void OnRoom() => _room.Set();

    public void OnClosed(WebSocketClosure closure)
    {
        _room.End();
        _connection!.OnClosed();
    }
}
