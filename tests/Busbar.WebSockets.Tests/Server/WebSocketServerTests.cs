using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Busbar.Links;
using Busbar.Sockets;
using Busbar.Sockets.Tests;
using Busbar.Testing;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Server;

/// <summary>Server and client on real sockets.</summary>
public sealed class WebSocketServerTests
{
    private static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Collector _received = new();

    [Fact]
    public async Task Messages_OfAllSizes_ComeBack()
    {
        await using WebSocketServer server = Echo();
        await using WebSocketChannel client = await ConnectAsync(server);

        foreach (int size in (int[])[0, 1, 125, 126, 65_535, 65_536, 1024 * 1024])
        {
            byte[] payload = Encoding.ASCII.GetBytes(new string('x', size));
            Assert.True(client.TrySendText(payload));
            Assert.True(client.TrySendBinary(payload));
            Assert.Equal(SentFrames.Describe(1, payload), await _received.NextAsync());
            Assert.Equal(SentFrames.Describe(2, payload), await _received.NextAsync());
        }

        WebSocketClosure closure = await client.CloseAsync(WebSocketCloseCode.NormalClosure, "done");
        Assert.True(closure is { Code: WebSocketCloseCode.NormalClosure, ByPeer: false, IsClean: true }, closure.ToString());
        Assert.False(client.TrySendText("late"));
        Assert.False(client.IsOpen);
    }

    [Fact]
    public async Task Request_IsSeenByTheServer_AndItsChannelSendsFromAnyThread()
    {
        var channels = System.Threading.Channels.Channel.CreateUnbounded<WebSocketChannel>();
        var options = new WebSocketServerOptions { Handshake = new() { Subprotocols = ["busbar.v1"] } };
        await using WebSocketServer server = WebSocketServer.Listen(Loopback, channel => new Announcing(channels, channel), options);
        await using WebSocketChannel client = await ConnectAsync(server, new() { Subprotocols = ["other", "busbar.v1"] }, "/live?site=3");

        WebSocketChannel served = await channels.Reader.ReadAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.True(served.TrySendText("same")))));
        var batch = new System.Buffers.ArrayBufferWriter<byte>();
        WebSocketFrameWriter.Write(batch, WebSocketOpcode.Text, "batch"u8);
        Assert.True(served.TrySendFrames(batch.WrittenSpan));

        for (int i = 0; i < 4; i++)
            Assert.Equal("text 4 same", await _received.NextAsync());
        Assert.Equal("text 5 batch", await _received.NextAsync());
        Assert.Equal(("/live", "?site=3"), (served.Request!.Path, served.Request.Query));
        Assert.Equal(("busbar.v1", "busbar.v1"), (served.Subprotocol, client.Subprotocol));
        Assert.Equal(1, server.OpenConnections);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Refusal_ReachesTheClientWithItsStatus(HttpStatusCode status)
    {
        await using WebSocketServer server = Echo(new() { Handshake = new() { Answer = _ => status } });

        ConnectException exception = await Assert.ThrowsAsync<ConnectException>(() => ConnectAsync(server));

        Assert.Equal(status, Assert.IsType<WebSocketHandshakeException>(exception.InnerException).StatusCode);
    }

    [Fact]
    public async Task Stop_ClosesEachWebSocketWith1001()
    {
        WebSocketServer server = Echo();
        await using WebSocketChannel client = await ConnectAsync(server);
        client.TrySendText("there");
        await _received.NextAsync();

        await server.DisposeAsync();
        WebSocketClosure closure = await client.Closed.WaitAsync(Patience);

        Assert.True(closure is { Code: WebSocketCloseCode.GoingAway, ByPeer: true, IsClean: true }, closure.ToString());
        Assert.Equal(0, server.OpenConnections);
    }

    [Fact]
    public async Task ConnectionsBeyondTheLimit_AreClosed_AndOthersGoOn()
    {
        await using WebSocketServer server = Echo(new() { MaxConnections = 1 });
        await using WebSocketChannel first = await ConnectAsync(server);

        await Assert.ThrowsAsync<ConnectException>(() => ConnectAsync(server));
        first.TrySendText("on");

        Assert.Equal("text 2 on", await _received.NextAsync());
        Assert.Equal(1, server.RefusedConnections);
    }

    [Fact]
    public async Task ClientThatNeverAsks_IsCutOffAfterItsTime()
    {
        var time = new ManualTimeProvider();
        var logger = new RecordingLogger();
        await using WebSocketServer server = Echo(new() { WebSocket = new() { TimeProvider = time, Logger = logger } });
        using var silent = new TcpClient();
        await silent.ConnectAsync((IPEndPoint)server.LocalEndPoint);

        await time.NextTimerAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        LogEntry entry = await logger.NextAsync(601);

        Assert.EndsWith("no handshake after 10 s", entry.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.FailedConnections);
    }

    [Fact]
    public async Task ServerThatNeverAnswers_IsGivenUpAfterItsTime()
    {
        var time = new ManualTimeProvider();
        using var deaf = new TcpListener(Loopback);
        deaf.Start();
        var uri = new Uri($"ws://127.0.0.1:{((IPEndPoint)deaf.LocalEndpoint).Port}/");

        Task<WebSocketChannel> connecting = WebSocketClient.ConnectAsync(uri, _received, new() { TimeProvider = time });
        using TcpClient accepted = await deaf.AcceptTcpClientAsync();
        byte[] request = new byte[10];
        await accepted.GetStream().ReadExactlyAsync(request);
        time.Advance(TimeSpan.FromSeconds(10));
        ConnectException exception = await Assert.ThrowsAsync<ConnectException>(() => connecting.WaitAsync(Patience));

        Assert.Contains("no WebSocket after 10 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_SentWithTheRequest_AreNotLost()
    {
        await using WebSocketServer server = Echo();
        using var raw = new TcpClient();
        await raw.ConnectAsync((IPEndPoint)server.LocalEndPoint);
        byte[] request = Encoding.ASCII.GetBytes(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        await raw.GetStream().WriteAsync((byte[])[.. request, .. TestFrame.Text("early").ToOctets(isMasked: true), .. TestFrame.Close(1000).ToOctets(isMasked: true)]);
        using var answer = new MemoryStream();
        await raw.GetStream().CopyToAsync(answer).WaitAsync(Patience);

        ReadOnlySpan<byte> octets = answer.ToArray();
        Assert.Equal(["text 5 early", "close 1000"], SentFrames.Read(octets[(octets.IndexOf("\r\n\r\n"u8) + 4)..], isMasked: false));
    }

    [Fact]
    public async Task PlainHttp_IsAnsweredInFull()
    {
        await using WebSocketServer server = Echo();
        using var http = new HttpClient();

        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{server.LocalEndPoint}/"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal("only WebSocket is spoken here\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Tls_CarriesTheSame()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        SocketListener listener = SocketListener.Bind(Loopback, tls: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await using var server = new WebSocketServer(listener, _ => new EchoHandler());
        var connect = new WebSocketConnectorOptions { Tls = new() { RemoteCertificateValidationCallback = (_, given, _, _) => given!.GetCertHashString() == certificate.GetCertHashString() } };
        await using WebSocketChannel client = await WebSocketClient.ConnectAsync(new Uri($"wss://localhost:{((IPEndPoint)listener.LocalEndPoint).Port}/"), _received, connect);

        client.TrySendText("over TLS");

        Assert.Equal("text 8 over TLS", await _received.NextAsync());
    }

    [Fact]
    public async Task SessionThroughALinkServer_WorksToo()
    {
        await using var server = new LinkServer<WebSocketSession>(
            new WebSocketListener(SocketListener.Bind(Loopback)), _ => new WebSocketSession(WebSocketRole.Server, new EchoHandler()));
        await using WebSocketChannel client = await WebSocketClient.ConnectAsync(new Uri($"ws://{server.LocalEndPoint}/"), _received);

        client.TrySendText("hello");

        Assert.Equal("text 5 hello", await _received.NextAsync());
    }

    [Fact]
    public async Task SendingAndReceiving_OverSockets_AllocatesNothing()
    {
        await using WebSocketServer server = Echo();
        var signal = new Signal();
        await using WebSocketChannel client = await WebSocketClient.ConnectAsync(Address(server), new SignallingHandler(signal));
        byte[] text = [.. Enumerable.Repeat((byte)'x', 64)];

        long bytes = await Allocations.OfTheProcessAsync(() =>
        {
            client.TrySendText(text);
            return signal.NextAsync();
        });

        Assert.Equal(0, bytes);
    }

    private static WebSocketServer Echo(WebSocketServerOptions? options = null) => WebSocketServer.Listen(Loopback, _ => new EchoHandler(), options);

    private static Uri Address(WebSocketServer server, string path = "/") => new($"ws://{server.LocalEndPoint}{path}");

    private Task<WebSocketChannel> ConnectAsync(WebSocketServer server, WebSocketConnectorOptions? connect = null, string path = "/") =>
        WebSocketClient.ConnectAsync(Address(server, path), _received, connect);

    private sealed class Announcing(System.Threading.Channels.Channel<WebSocketChannel> channels, WebSocketChannel channel) : IWebSocketHandler
    {
        public void OnOpened(WebSocketSender sender) => channels.Writer.TryWrite(channel);

        public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
        {
            // It only sends.
        }
    }

    private sealed class SignallingHandler(Signal signal) : IWebSocketHandler
    {
        public void OnMessage(in WebSocketMessage message, WebSocketSender sender) => signal.Set();
    }
}
