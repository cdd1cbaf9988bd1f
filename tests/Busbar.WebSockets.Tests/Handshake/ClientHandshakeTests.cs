using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Busbar.WebSockets.Tests.Handshake;

public sealed partial class ClientHandshakeTests
{
    private static readonly WebSocketConnectorOptions Options = new()
    {
        Subprotocols = ["busbar.v1", "chat"],
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "Bearer secret" },
    };

    private readonly ClientHandshake _handshake = new("example.com:8080", "/live?x=1", Options);
    private readonly string _request;
    private readonly string _response;

    public ClientHandshakeTests()
    {
        _request = Encoding.Latin1.GetString(_handshake.Request().AsSpan());
        _response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
            + $"Sec-WebSocket-Accept: {WebSocketHandshake.AcceptOf(Key().Match(_request).Value)}\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
    }

    [Fact]
    public void Request_AsksForTheUpgrade()
    {
        string expected = "GET /live?x=1 HTTP/1.1\r\nHost: example.com:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Key().Match(_request).Value}\r\nSec-WebSocket-Protocol: busbar.v1, chat\r\nAuthorization: Bearer secret\r\n\r\n";

        Assert.Equal(expected, _request);
        Assert.True(WebSocketHandshake.IsKey(Key().Match(_request).Value));
    }

    [Fact]
    public void Response_InOrder_IsTaken_AndItsPrefixesAreIncomplete()
    {
        byte[] octets = Encoding.ASCII.GetBytes(_response);

        int consumed = _handshake.Judge([.. octets, 0x81, 0x00], out string? subprotocol);

        Assert.Equal((octets.Length, "chat"), (consumed, subprotocol));
        for (int length = 0; length < octets.Length; length++)
            Assert.Equal(0, _handshake.Judge(octets.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("101 Switching Protocols", "403 Forbidden", 403)]
    [InlineData("101 Switching Protocols", "301 Moved", 301)]
    [InlineData("HTTP/1.1", "HTTP/1.0", null)]
    [InlineData("HTTP/1.1 101", "HTTP/1.1 abc", null)]
    [InlineData("Upgrade: WebSocket", "Upgrade: h2c", 101)]
    [InlineData("Connection: upgrade", "Connection: close", 101)]
    [InlineData("Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: x", 101)]
    [InlineData("Sec-WebSocket-Accept: ", "X: ", 101)]
    [InlineData("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: mqtt", 101)]
    [InlineData("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: busbar.v1", 101)]
    [InlineData("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Extensions: permessage-deflate", 101)]
    [InlineData("Upgrade: WebSocket\r\n", "Upgrade: WebSocket\n", null)]
    public void Response_ChangedInOnePlace_IsRefusedWithItsStatus(string place, string change, int? status)
    {
        byte[] octets = Encoding.ASCII.GetBytes(_response.Replace(place, change, StringComparison.Ordinal));

        WebSocketHandshakeException exception = Assert.Throws<WebSocketHandshakeException>(() => _handshake.Judge(octets, out _));

        Assert.Equal((HttpStatusCode?)status, exception.StatusCode);
    }

    [Theory]
    [InlineData("Host", "x")]
    [InlineData("Sec-WebSocket-Key", "x")]
    [InlineData("X Y", "x")]
    [InlineData("X", "a\r\nY: b")]
    [InlineData("X", "a\0")]
    [InlineData("X", "€")]
    public void Header_ThatWouldBreakTheRequest_IsRefused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => new WebSocketConnectorOptions { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value } }.Validated());

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("/relative")]
    public void Address_OfAnotherScheme_IsRefused(string address) =>
        Assert.Throws<ArgumentException>(() => WebSocketConnector.To(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void Target_HidesTheQuery() =>
        Assert.Equal("wss://example.com/live", WebSocketConnector.To(new Uri("wss://example.com/live?token=secret")).Target);

    [GeneratedRegex("(?<=Sec-WebSocket-Key: )[^\r]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
