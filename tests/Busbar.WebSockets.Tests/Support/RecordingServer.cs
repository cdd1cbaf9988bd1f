using System.Threading.Channels;

namespace Busbar.WebSockets.Tests.Support;

/// <summary>A server's one client: what it says is kept, and is not taken while it is held.</summary>
internal sealed class RecordingServer : IWebSocketHandler
{
    public Channel<string> Heard { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public WebSocketChannel? Channel { get; private set; }

    /// <summary>While it is not set, the server takes nothing.</summary>
    public ManualResetEventSlim? Holds { get; set; }

    public RecordingServer Of(WebSocketChannel channel)
    {
        Channel = channel;
        return this;
    }

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
    {
        Holds?.Wait();
        Heard.Writer.TryWrite(message.ToString());
    }
}
