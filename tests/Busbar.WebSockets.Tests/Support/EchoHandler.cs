namespace Busbar.WebSockets.Tests.Support;

/// <summary>Sends each message back, and remembers how it ended.</summary>
internal sealed class EchoHandler : IWebSocketHandler
{
    public bool WasOpened { get; private set; }

    public WebSocketClosure? Closure { get; private set; }

    public void OnOpened(WebSocketSender sender) => WasOpened = true;

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
    {
        if (message.IsText)
            sender.TrySendText(message.Payload);
        else
            sender.TrySendBinary(message.Payload);
    }

    public void OnClosed(WebSocketClosure closure) => Closure = closure;
}
