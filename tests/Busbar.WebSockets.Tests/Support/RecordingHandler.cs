namespace Busbar.WebSockets.Tests.Support;

/// <summary>Remembers what it was called with, and does what the test wants at each message.</summary>
internal sealed class RecordingHandler : IWebSocketHandler
{
    public delegate void Reaction(in WebSocketMessage message, WebSocketSender sender);

    public Reaction? OnEach { get; set; }

    public List<string> Messages { get; } = [];

    public WebSocketClosure? Closure { get; private set; }

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
    {
        Messages.Add(SentFrames.Describe(message.IsText ? 1 : 2, message.Payload));
        OnEach?.Invoke(message, sender);
    }

    public void OnClosed(WebSocketClosure closure) => Closure = closure;
}
