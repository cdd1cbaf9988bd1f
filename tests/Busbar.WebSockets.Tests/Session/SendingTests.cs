using System.Buffers;
using System.IO.Pipelines;
using Busbar.Links;
using Busbar.Testing;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

public sealed class SendingTests
{
    [Theory]
    [InlineData(WebSocketRole.Server)]
    [InlineData(WebSocketRole.Client)]
    public async Task Text_FromOctetsAndCharacters_IsSentAsUtf8(WebSocketRole role)
    {
        await using var driver = new SessionDriver(role, new EchoHandler());
        using (LinkScope<WebSocketSession> scope = driver.Link.Enter())
        {
            Assert.True(scope.Session.TrySendText("grün"u8, scope.Output));
            Assert.True(scope.Session.TrySendText("grün €", scope.Output));
            Assert.True(scope.Session.TrySendText("half \uD800", scope.Output));
            Assert.True(scope.Session.TrySendText("", scope.Output));
            Assert.True(scope.Session.TrySendBinary([0xFF, 0x00], scope.Output));
        }

        Assert.Equal(["text 5 grün", "text 9 grün €", "text 8 half \uFFFD", "text 0 ", "binary 2 FF00"], driver.Sent());
    }

    [Fact]
    public async Task Text_ThatIsNotUtf8_IsRefused_AndTheNextGoes()
    {
        await using var driver = new SessionDriver(WebSocketRole.Server, new EchoHandler());
        using (LinkScope<WebSocketSession> scope = driver.Link.Enter())
        {
            WebSocketSession session = scope.Session;
            SessionOutput output = scope.Output;
            Assert.Throws<ArgumentException>(() => session.TrySendText([0xC0, 0xAF], output));
            Assert.True(session.TrySendText("next"u8, output));
        }

        Assert.Equal(["text 4 next"], driver.Sent());
    }

    [Fact]
    public async Task Batch_FramedBefore_GoesOutAsItIs_FromAServerAlone()
    {
        var batch = new ArrayBufferWriter<byte>();
        WebSocketFrameWriter.Write(batch, WebSocketOpcode.Text, "one"u8);
        WebSocketFrameWriter.Write(batch, WebSocketOpcode.Text, "two "u8, isFinal: false);
        WebSocketFrameWriter.Write(batch, WebSocketOpcode.Continuation, "and three"u8);
        await using var server = new SessionDriver(WebSocketRole.Server, new EchoHandler());
        await using var client = new SessionDriver(WebSocketRole.Client, new EchoHandler());

        using (LinkScope<WebSocketSession> scope = server.Link.Enter())
            Assert.True(scope.Session.TrySendFrames(batch.WrittenSpan, scope.Output));
        using (LinkScope<WebSocketSession> scope = client.Link.Enter())
        {
            WebSocketSession session = scope.Session;
            SessionOutput output = scope.Output;
            Assert.Throws<InvalidOperationException>(() => session.TrySendFrames(batch.WrittenSpan, output));
        }

        Assert.Equal(batch.WrittenSpan.ToArray(), server.SentOctets());
        Assert.Empty(client.SentOctets());
    }

    [Fact]
    public async Task Texts_SentTogether_AreOneMessageEach()
    {
        var expected = new ArrayBufferWriter<byte>();
        WebSocketFrameWriter.Write(expected, WebSocketOpcode.Text, "one"u8);
        WebSocketFrameWriter.Write(expected, WebSocketOpcode.Text, ""u8);
        WebSocketFrameWriter.Write(expected, WebSocketOpcode.Text, "three"u8);
        await using var server = new SessionDriver(WebSocketRole.Server, new EchoHandler());

        using (LinkScope<WebSocketSession> scope = server.Link.Enter())
            Assert.True(scope.Session.TrySendTexts("onethree"u8, [3, 3, 8], scope.Output));

        Assert.Equal(expected.WrittenSpan.ToArray(), server.SentOctets());
    }

    [Fact]
    public async Task Handler_IsToldOfRoom_WhenWhatGatheredIsOnItsWay()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair(capacity: 1024);
        var handler = new RoomHandler();
        await using WebSocketChannel channel = WebSocketChannel.Open(near, WebSocketRole.Server, _ => handler);
        byte[] text = [.. Enumerable.Repeat((byte)'x', 8192)];

        Assert.True(channel.TrySendTexts(text, [8192])); // on its way, though the peer does not take it yet
        Assert.Equal(0, channel.PendingOctets);
        Assert.True(channel.TrySendTexts(text, [8192]));
        Assert.Equal(8196, channel.PendingOctets);
        ReadResult read = await far.Input.ReadAsync(TestContext.Current.CancellationToken);
        far.Input.AdvanceTo(read.Buffer.End);
        await handler.Room.NextAsync();

        Assert.Equal(0, channel.PendingOctets);
        channel.Abort();
    }

    [Fact]
    public void Options_OutsideTheirRanges_AreRefused()
    {
        Refused(new() { SendTimeout = TimeSpan.Zero });
        Refused(new() { MaxMessageLength = 124 });
        Refused(new() { PingInterval = TimeSpan.Zero });
        Refused(new() { PongTimeout = TimeSpan.FromDays(25) });
        Refused(new() { MessageTimeout = TimeSpan.Zero });
        Refused(new() { CloseTimeout = TimeSpan.FromTicks(-1) });
        Refused(new() { MaxPendingOutput = 1 });

        static void Refused(WebSocketSessionOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new WebSocketSession(WebSocketRole.Server, new EchoHandler(), options));
    }

    [Theory]
    [InlineData(WebSocketRole.Server, 64)]
    [InlineData(WebSocketRole.Server, 2000)]
    [InlineData(WebSocketRole.Client, 64)]
    [InlineData(WebSocketRole.Client, 2000)]
    public async Task ReceiveAndSend_AllocateNothing(WebSocketRole role, int size)
    {
        await using var driver = new SessionDriver(role, new EchoHandler());
        byte[] text = [.. Enumerable.Repeat((byte)'x', size)];
        bool isMasked = role == WebSocketRole.Server;
        byte[] received =
        [
            .. TestFrame.Text(text).ToOctets(isMasked), .. TestFrame.Ping("p").ToOctets(isMasked), .. TestFrame.Binary(text, isFinal: false).ToOctets(isMasked),
            .. TestFrame.More(text, isFinal: true).ToOctets(isMasked),
        ];

        long bytes = Allocations.OfThisThread(() => ReceiveAndSend(driver, received, text), operations: 500, warmup: 500);

        Assert.Equal(0, bytes);
    }

    private static void ReceiveAndSend(SessionDriver driver, byte[] received, byte[] text)
    {
        using (LinkScope<WebSocketSession> scope = driver.Link.Enter())
        {
            int cut = received.Length - (text.Length / 2);
            scope.Session.OnReceived(received.AsSpan(0, cut), scope.Now, scope.Output);
            scope.Session.OnReceived(received.AsSpan(cut), scope.Now, scope.Output);
            scope.Session.TrySendText(text, scope.Output);
            scope.Session.TrySendText("as characters", scope.Output);
            scope.Session.TrySendBinary(text, scope.Output);
        }

        driver.Drop();
    }

    private sealed class RoomHandler : IWebSocketHandler
    {
        public Signal Room { get; } = new();

        public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
        {
            // Nothing comes.
        }

        public void OnRoom() => Room.Set();
    }
}
