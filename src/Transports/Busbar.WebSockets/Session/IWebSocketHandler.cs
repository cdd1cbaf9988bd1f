namespace Busbar.WebSockets;

/// <summary>
/// What takes the messages of one WebSocket. Called under the link's lock, one call at a time: be brief, never wait, and answer through
/// the sender that is given, not through the <see cref="WebSocketChannel"/>. A handler that throws closes its WebSocket with 1011.
/// </summary>
public interface IWebSocketHandler
{
    /// <summary>The WebSocket is open; called once, first.</summary>
    /// <param name="sender">Sends; only during this call.</param>
    void OnOpened(WebSocketSender sender)
    {
    }

    /// <summary>A whole message came.</summary>
    /// <param name="message">A view, valid during this call; a text was checked to be UTF-8.</param>
    /// <param name="sender">Sends; only during this call.</param>
    void OnMessage(in WebSocketMessage message, WebSocketSender sender);

    /// <summary>
    /// All messages that one read brought were handed over. Called outside the lock, by the thread that reads: what takes its time is done
    /// here, with all of them, while the peer's next messages wait. May send through the <see cref="WebSocketChannel"/>.
    /// </summary>
    void OnRead()
    {
    }

    /// <summary>
    /// What had gathered while the transport was busy is on its way: <see cref="WebSocketChannel.PendingOctets"/> is 0 again. For a sender with
    /// much to say, which goes on by itself, on another thread.
    /// </summary>
    void OnRoom()
    {
    }

    /// <summary>It has ended; called once, last, if it was opened. Nothing can be sent.</summary>
    void OnClosed(WebSocketClosure closure)
    {
    }
}
