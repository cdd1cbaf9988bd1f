using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Busbar.Load;

/// <summary>The fan-out of those who know: a bounded channel for each subscriber, and a loop that sends what it gives.</summary>
internal sealed class ChannelServer : IAsyncDisposable
{
    private const int Capacity = 8192;

    private readonly ConcurrentDictionary<Channel<byte[]>, bool> _subscribers = new();

    public static ChannelServer Map(WebApplication application)
    {
        var server = new ChannelServer();
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
        var channel = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        _subscribers[channel] = true;
        Task sending = SendAsync(socket, channel.Reader);
        await IncomingTexts.WaitForEndAsync(socket, context.RequestAborted);
        _subscribers.TryRemove(channel, out _);
        channel.Writer.TryComplete();
        await sending;
    }

    private async Task PublishAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[64 * 1024];
        while (await IncomingTexts.ReadAsync(socket, buffer, context.RequestAborted) is >= 0 and var length)
        {
            byte[] message = buffer.AsSpan(0, length).ToArray();
            foreach ((Channel<byte[]> subscriber, _) in _subscribers)
                subscriber.Writer.TryWrite(message);
        }
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<byte[]> messages)
    {
        try
        {
            while (await messages.WaitToReadAsync())
            {
                while (messages.TryRead(out byte[]? message))
                    await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception)
        {
            socket.Abort(); // the subscriber has left
        }
    }
}
