using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Busbar.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Busbar.Interop.Tests.WebSockets;

/// <summary>Our server asked, and servers answered to our client, by the implementations of others: node's ws and .NET's own.</summary>
public sealed class WebSocketInteropTests : IAsyncDisposable
{
    private static readonly int[] Sizes = [0, 1, 125, 126, 65_535, 65_536, 1024 * 1024];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Collector _received = new();
    private readonly WebSocketServer _server = WebSocketServer.Listen(
        new IPEndPoint(IPAddress.Loopback, 0), _ => new EchoHandler(), new() { Handshake = new() { Subprotocols = ["echo"] } });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task NodeClient_IsServed()
    {
        string output = await NodePeers.RunAsync("ws_client.mjs", $"ws://{_server.LocalEndPoint}/");

        Assert.Equal(
            [
                "protocol echo, extensions \"\"",
                .. Sizes.SelectMany(size => (string[])[$"text {size} same", $"binary {size} same"]),
                "fragments fragmented, pong between", "closed 4321", "closed by the server 4000 as asked", "not UTF-8 1007", "reserved bit 1002", "too long 1009",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task NodeServer_ServesOurClient()
    {
        (Process process, int port) = await NodePeers.StartAsync("ws_server.mjs");
        try
        {
            await using WebSocketChannel client = await ConnectAsync(port, new() { Subprotocols = ["echo"] });
            Assert.Equal("echo", client.Subprotocol);
            await EchoesAsync(client);

            client.TrySendText("fragments");
            Assert.Equal("fragmented", Encoding.UTF8.GetString((await _received.NextAsync()).Payload.AsSpan()));
            WebSocketClosure closure = await client.CloseAsync((WebSocketCloseCode)4321, "bye").WaitAsync(Patience);
            Assert.True(closure is { IsClean: true, ByPeer: false }, closure.ToString());
            Assert.Equal("closed 4321 bye", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));

            await using WebSocketChannel other = await ConnectAsync(port);
            other.TrySendText("close 4000");
            WebSocketClosure byPeer = await other.Closed.WaitAsync(Patience);
            Assert.True(byPeer is { Code: (WebSocketCloseCode)4000, Description: "as asked", IsClean: true, ByPeer: true }, byPeer.ToString());
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    [Fact]
    public async Task NodeServer_AnswersOurPing()
    {
        (Process process, int port) = await NodePeers.StartAsync("ws_server.mjs");
        try
        {
            var time = new Busbar.Testing.ManualTimeProvider();
            await using WebSocketChannel client = await ConnectAsync(port, options: new() { TimeProvider = time });

            for (int i = 1; i <= 3; i++)
            {
                time.Advance(TimeSpan.FromSeconds(30));
                client.TrySendText("there"); // the echo behind the ping shows that the pong has come
                await _received.NextAsync();
                Assert.Equal($"ping 0000000{i}", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
            }

            time.Advance(TimeSpan.FromSeconds(20)); // more than the pong may take
            Assert.True(client.IsOpen);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    [Fact]
    public async Task DotnetClient_IsServed()
    {
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("echo");
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions(); // offered, and not taken
        using var patience = new CancellationTokenSource(Patience);
        await client.ConnectAsync(new Uri($"ws://{_server.LocalEndPoint}/"), patience.Token);

        foreach (int size in Sizes)
        {
            byte[] payload = Encoding.ASCII.GetBytes(new string('x', size));
            await client.SendAsync(payload.AsMemory(0, size / 2), WebSocketMessageType.Text, endOfMessage: false, patience.Token);
            await client.SendAsync(payload.AsMemory(size / 2), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            (WebSocketMessageType type, byte[] back) = await ReceiveAsync(client, patience.Token);
            Assert.Equal(WebSocketMessageType.Text, type);
            Assert.Equal(payload, back);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", patience.Token);
        Assert.Equal(WebSocketState.Closed, client.State);
        Assert.Equal(("echo", WebSocketCloseStatus.NormalClosure), (client.SubProtocol, client.CloseStatus));
    }

    [Fact]
    public async Task DotnetServer_ServesOurClient()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Map("/ws", EchoAsync);
        await app.StartAsync();

        await using WebSocketChannel client = await WebSocketClient.ConnectAsync(
            new Uri(app.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal) + "/ws?x=1"), _received);
        await EchoesAsync(client);
        WebSocketClosure closure = await client.CloseAsync().WaitAsync(Patience);

        Assert.True(closure is { Code: WebSocketCloseCode.NormalClosure, IsClean: true }, closure.ToString());
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (read.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, context.RequestAborted);
    }

    private static async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync(ClientWebSocket client, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        using var whole = new MemoryStream();
        while (true)
        {
            ValueWebSocketReceiveResult read = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            whole.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return (read.MessageType, whole.ToArray());
        }
    }

    private Task<WebSocketChannel> ConnectAsync(int port, WebSocketConnectorOptions? connect = null, WebSocketSessionOptions? options = null) =>
        WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), _received, connect, options);

    private async Task EchoesAsync(WebSocketChannel client)
    {
        foreach (int size in Sizes)
        {
            byte[] payload = Encoding.ASCII.GetBytes(new string('x', size));
            Assert.True(client.TrySendText(payload));
            Assert.True(client.TrySendBinary(payload));
            (bool isText, byte[] text) = await _received.NextAsync();
            (bool isTextToo, byte[] octets) = await _received.NextAsync();
            Assert.Equal((true, false), (isText, isTextToo));
            Assert.Equal(payload, text);
            Assert.Equal(payload, octets);
        }
    }
}
