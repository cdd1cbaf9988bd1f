using System.Threading.Channels;
using Busbar.WebSockets;

namespace Busbar.Interop.Tests.WebSockets;

/// <summary>Hands what comes to a test that waits for it.</summary>
internal sealed class Collector : IWebSocketHandler
{
    private readonly Channel<(bool IsText, byte[] Payload)> _messages = Channel.CreateUnbounded<(bool, byte[])>();

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender) => _messages.Writer.TryWrite((message.IsText, message.Payload.ToArray()));

    public Task<(bool IsText, byte[] Payload)> NextAsync() => _messages.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
