using System.Threading.Channels;

namespace Busbar.WebSockets.Tests.Support;

/// <summary>Hands what comes to a test that waits for it.</summary>
internal sealed class Collector : IWebSocketHandler
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender) =>
        _messages.Writer.TryWrite(SentFrames.Describe(message.IsText ? 1 : 2, message.Payload));

    public Task<string> NextAsync() => _messages.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
