using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Busbar.AspNetCore.Tests;

/// <summary>A page that speaks the wire over a WebSocket of the framework's.</summary>
internal sealed class BrokerPage : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // guards against a test that would hang

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    private HttpMessageInvoker? _invoker;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<BrokerPage> ConnectAsync(BrokerHost host, string? origin = null, string? key = null, string protocol = "busbar.v1", Version? http = null)
    {
        var page = new BrokerPage();
        page._socket.Options.AddSubProtocol(protocol);
        page._socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
            page._socket.Options.SetRequestHeader("Origin", origin);
        if (key is not null)
            page._socket.Options.SetRequestHeader("X-Api-Key", key);
        try
        {
            page._socket.Options.HttpVersion = http ?? HttpVersion.Version11;
            page._socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            page._invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
            await page._socket.ConnectAsync(host.WebSocketAddress, page._invoker, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException exception)
        {
            throw new HttpRequestException("refused", exception, page._socket.HttpStatusCode);
        }

        return page;
    }

    public static async Task<BrokerPage> HelloAsync(BrokerHost host, string members = "")
    {
        BrokerPage page = await ConnectAsync(host);
        await page.AskAsync($$"""{"type":"hello"{{members}}}""", "welcome");
        return page;
    }

    public Task SayAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, TestContext.Current.CancellationToken);

    public async Task<JsonElement> AskAsync(string text, string type)
    {
        await SayAsync(text);
        return await ExpectAsync(type);
    }

    public async Task<JsonElement> ExpectAsync(string type)
    {
        JsonElement? read = await NextAsync();
        Assert.NotNull(read);
        Assert.True(read.Value.GetProperty("type").GetString() == type, $"{type} was expected, and came: {read}");
        return read.Value;
    }

    /// <summary>The next object; null when the server closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
                return null;
            }

            if (received.EndOfMessage)
                return JsonDocument.Parse(Encoding.UTF8.GetString(_buffer.AsSpan(0, length))).RootElement;
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _invoker?.Dispose();
    }
}
