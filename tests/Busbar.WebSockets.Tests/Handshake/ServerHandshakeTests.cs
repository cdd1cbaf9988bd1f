using System.Net;
using System.Text;

namespace Busbar.WebSockets.Tests.Handshake;

public sealed class ServerHandshakeTests
{
    // RFC 6455 §1.2
    private const string Example = "GET /chat?room=1 HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://server.example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private static readonly WebSocketHandshakeOptions Options = new() { Subprotocols = ["superchat", "chat"], MaxHeadLength = 1024 };

    [Fact]
    public void ExampleOfTheStandard_IsLetIn()
    {
        ServerAnswer answer = ServerHandshake.Judge(Encoding.ASCII.GetBytes(Example + "frames"), Options)!;

        Assert.Equal(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: superchat\r\n\r\n",
            Encoding.ASCII.GetString(answer.Response.AsSpan()));
        Assert.Equal(Example.Length, answer.Consumed);
        WebSocketRequest request = answer.Request!;
        Assert.Equal(("/chat?room=1", "/chat", "?room=1"), (request.Target, request.Path, request.Query));
        Assert.Equal(("server.example.com", "http://server.example.com"), (request.Host, request.Origin));
        Assert.Equal(["chat", "superchat"], request.Subprotocols);
        Assert.Equal("13", request.Header("sec-websocket-version"));
    }

    [Fact]
    public void EveryProperPrefix_IsIncomplete()
    {
        byte[] octets = Encoding.ASCII.GetBytes(Example);

        for (int length = 0; length < octets.Length; length++)
            Assert.Null(ServerHandshake.Judge(octets.AsSpan(0, length), Options));
    }

    [Theory]
    [InlineData("Upgrade: websocket", "Upgrade: foo, WebSocket", 101)]
    [InlineData("Connection: Upgrade", "connection: keep-alive, upgrade", 101)] // Firefox
    [InlineData("Connection: Upgrade", "Connection:Upgrade", 101)]
    [InlineData("Sec-WebSocket-Protocol: chat, superchat", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", 101)]
    [InlineData("Origin: http://server.example.com", "Origin: http://evil.example.com", 403)]
    [InlineData("Origin: http://server.example.com", "Origin: null", 403)]
    [InlineData("Origin: http://server.example.com", "Origin: http://server.example.com:8080", 403)]
    [InlineData("Origin: http://server.example.com", "Origin: http://server.example.com\r\nOrigin: http://evil.example.com", 403)]
    [InlineData("GET ", "POST ", 405)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 505)]
    [InlineData("HTTP/1.1", "HTTP/2", 505)]
    [InlineData("HTTP/1.1", "", 400)]
    [InlineData("/chat?room=1", "http://server.example.com/chat", 400)]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", 426)]
    [InlineData("Upgrade: websocket", "Accept: text/html", 426)]
    [InlineData("Connection: Upgrade", "Connection: close", 426)]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426)]
    [InlineData("Sec-WebSocket-Version: 13", "X: y", 426)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X: y", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400)]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", 400)]
    [InlineData("Host: server.example.com", "X: y", 400)]
    [InlineData("Host: server.example.com", "Host: a\r\nHost: b", 400)]
    [InlineData("Host: server.example.com", "Host: server.example.com\r\nContent-Length: 5", 400)]
    [InlineData("Host: server.example.com", "Host: server.example.com\r\nTransfer-Encoding: chunked", 400)]
    [InlineData("Upgrade: websocket", "Upgrade : websocket", 400)]
    [InlineData("Upgrade: websocket", "Upgrade: websocket\r\n folded", 400)]
    [InlineData("Upgrade: websocket\r\n", "Upgrade: websocket\n", 400)]
    [InlineData("Upgrade: websocket", "Upgrade: web\0socket", 400)]
    [InlineData("Upgrade: websocket", ": websocket", 400)]
    [InlineData("Upgrade: websocket", "no colon", 400)]
    public void Request_ChangedInOnePlace_IsAnsweredWithItsStatus(string place, string change, int status)
    {
        string request = Example.Replace(place, change, StringComparison.Ordinal);

        ServerAnswer answer = ServerHandshake.Judge(Encoding.ASCII.GetBytes(request), Options)!;

        string response = Encoding.UTF8.GetString(answer.Response.AsSpan());
        Assert.Equal(status, (int)answer.Status);
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Equal(status == 101, answer.Request is not null);
        Assert.DoesNotContain("Extensions", response, StringComparison.Ordinal);
        if (status != 101)
            Assert.EndsWith($"\r\n\r\n{answer.Rule}\n", response, StringComparison.Ordinal);
        if (status == 426)
            Assert.Contains("\r\nUpgrade: websocket\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongVersion_IsToldTheRightOne() =>
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", Encoding.ASCII.GetString(Judge(Example.Replace("13", "8", StringComparison.Ordinal), Options).Response.AsSpan()), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://a.example", "a.example", true)]
    [InlineData("http://a.example", "a.example:80", true)]
    [InlineData("https://a.example", "a.example:443", true)]
    [InlineData("https://A.example:8443", "a.EXAMPLE:8443", true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", true)]
    [InlineData("http://a.example", "a.example:8080", false)]
    [InlineData("http://a.example.evil", "a.example", false)]
    [InlineData("nonsense", "a.example", false)]
    public void SameOrigin_IsThatOfTheHost(string origin, string host, bool expected)
    {
        string request = Example.Replace("http://server.example.com", origin, StringComparison.Ordinal).Replace("Host: server.example.com", $"Host: {host}", StringComparison.Ordinal);

        Assert.Equal(expected ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, Judge(request, Options).Status);
    }

    [Fact]
    public void Policy_Decides()
    {
        WebSocketHandshakeOptions options = Options with
        {
            AllowOrigin = _ => true,
            Answer = request => request.Path == "/chat" ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound,
        };

        Assert.Equal(HttpStatusCode.Unauthorized, Judge(Example.Replace("Origin: http://server", "Origin: http://other", StringComparison.Ordinal), options).Status);
        Assert.Equal(HttpStatusCode.NotFound, Judge(Example.Replace("/chat", "/%6Fther", StringComparison.Ordinal), options).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, Judge(Example.Replace("/chat", "/%63hat", StringComparison.Ordinal), options).Status);
    }

    [Fact]
    public void HeadBeyondTheLimit_IsAnsweredWith431_BeforeItsEnd()
    {
        byte[] octets = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nX: " + new string('a', 2000));

        Assert.Null(ServerHandshake.Judge(octets.AsSpan(0, 1024), Options));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, ServerHandshake.Judge(octets.AsSpan(0, 1025), Options)!.Status);
        Assert.Equal(
            HttpStatusCode.RequestHeaderFieldsTooLarge,
            Judge("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("a:b\r\n", 101)) + "\r\n", Options).Status);
    }

    [Fact]
    public void BareLineFeeds_AreRefusedAtTheFirst() =>
        Assert.Equal(HttpStatusCode.BadRequest, Judge("GET / HTTP/1.1\n", Options).Status);

    [Fact]
    public void TlsHello_IsRefusedAtItsFirstOctets() =>
        Assert.Equal(HttpStatusCode.BadRequest, ServerHandshake.Judge([0x16, 0x03, 0x01, 0x02, 0x00], Options)!.Status);

    [Fact]
    public void MutatedRequests_AreAnsweredOrIncomplete()
    {
        var random = new Random(20_240_229);
        byte[] example = Encoding.ASCII.GetBytes(Example);
        int[] counts = new int[600];
        for (int i = 0; i < 100_000; i++)
        {
            byte[] octets = example[..random.Next(example.Length / 2, example.Length + 1)];
            for (int edits = random.Next(4); edits > 0; edits--)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            if (i % 10 == 0)
                random.NextBytes(octets);
            counts[(int)(ServerHandshake.Judge(octets, Options)?.Status ?? 0)]++;
        }

        Assert.True(counts[0] > 1_000 && counts[400] > 1_000, $"{counts[0]} {counts[101]} {counts[400]}");
    }

    [Fact]
    public void Options_OutsideTheirRanges_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WebSocketHandshakeOptions { MaxHeadLength = 255 }.Validated());
        Assert.Throws<ArgumentException>(() => new WebSocketHandshakeOptions { Subprotocols = ["a b"] }.Validated());
        Assert.Throws<ArgumentException>(() => new WebSocketHandshakeOptions { Subprotocols = [""] }.Validated());
    }

    private static ServerAnswer Judge(string request, WebSocketHandshakeOptions options) => ServerHandshake.Judge(Encoding.ASCII.GetBytes(request), options)!;
}
