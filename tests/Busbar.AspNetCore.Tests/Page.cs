using System.Net.WebSockets;
using System.Text;

namespace Busbar.AspNetCore.Tests;

/// <summary>A page: sends text and reads frames as text.</summary>
internal sealed class Page : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // guards against a test that would hang

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<Page> ConnectAsync(TestServer server, string? origin = null)
    {
        var page = new Page();
        if (origin is not null)
            page._socket.Options.SetRequestHeader("Origin", origin);
        page._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await page._socket.ConnectAsync(server.WebSocketAddress, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException exception)
        {
            throw new HttpRequestException("refused", exception, page._socket.HttpStatusCode);
        }

        return page;
    }

    /// <summary>Connects, takes the greeting, watches, and takes the snapshot.</summary>
    public static async Task<Page> WatchingAsync(TestServer server, string series)
    {
        Page page = await ConnectAsync(server);
        await page.ReadAsync();
        await page.WatchAsync(series);
        await page.ReadAsync();
        return page;
    }

    public Task WatchAsync(string series) => SendAsync($$"""{"type":"watch","series":{{series}}}""");

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, TestContext.Current.CancellationToken);

    /// <summary>The next frame; empty when the server closed.</summary>
    public async Task<string> ReadAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
                return "";
            }

            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(_buffer.AsSpan(0, length));
        }
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);

    public void Dispose() => _socket.Dispose();
}
