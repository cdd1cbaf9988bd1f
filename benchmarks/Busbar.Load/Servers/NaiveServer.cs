using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Busbar.Load;

/// <summary>A fan-out as it is written first: each message is sent to one subscriber after the other, and awaited.</summary>
internal sealed class NaiveServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<WebSocket, bool> _subscribers = new();

    public static NaiveServer Map(WebApplication application)
    {
        var server = new NaiveServer();
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        application.Map("/subscribe", (RequestDelegate)server.SubscribeAsync);
        application.Map("/publish", (RequestDelegate)server.PublishAsync);
        return server;
    }

    public ValueTask DisposeAsync() => default;

    private async Task SubscribeAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        _subscribers[socket] = true;
        await IncomingTexts.WaitForEndAsync(socket, context.RequestAborted);
        _subscribers.TryRemove(socket, out _);
    }

    private async Task PublishAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[64 * 1024];
        while (await IncomingTexts.ReadAsync(socket, buffer, context.RequestAborted) is >= 0 and var length)
        {
            foreach ((WebSocket subscriber, _) in _subscribers)
                await SendAsync(subscriber, buffer.AsMemory(0, length));
        }
    }

    private async ValueTask SendAsync(WebSocket subscriber, ReadOnlyMemory<byte> text)
    {
        try
        {
            await subscriber.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception)
        {
            _subscribers.TryRemove(subscriber, out _);
        }
    }
}
