using Busbar.Links;
using Busbar.Testing;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <summary>A channel on a connection that the user upgraded, with a peer that reads nothing.</summary>
public sealed class ChannelTests
{
    private const int Limit = 300_000;

    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Sending_ToAPeerThatReadsNothing_SaysHowMuchWaits_AndCutsItOffBeyondTheLimit()
    {
        WebSocketChannel channel = Open();
        byte[] payload = new byte[100_000];

        Assert.True(channel.TrySendBinary(payload)); // on its way, as far as the peer's buffer goes
        Assert.Equal(0, channel.PendingOctets);
        Assert.True(channel.TrySendBinary(payload));
        Assert.Equal(100_010, channel.PendingOctets);
        Assert.True(channel.TrySendBinary(payload));
        Assert.True(channel.TrySendBinary(payload)); // too much
        Assert.False(channel.TrySendBinary(payload));
        channel.Abort();
        WebSocketClosure closure = await channel.Closed;

        Assert.Equal((WebSocketCloseCode.AbnormalClosure, CloseKind.LimitExceeded), (closure.Code, closure.Reason.Kind));
        Assert.Equal(0, channel.PendingOctets);
    }

    [Fact]
    public async Task Channel_UsedWithinItsHandler_ClosesWith1011()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        await using WebSocketChannel channel = WebSocketChannel.Open(near, WebSocketRole.Server, _ => _handler);
        _handler.OnEach = (in message, _) => channel.TrySendText(message.Payload);

        await far.Output.WriteAsync(TestFrame.Text("a").ToOctets(isMasked: true));
        WebSocketClosure closure = await channel.Closed.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((WebSocketCloseCode.InternalError, CloseKind.InternalFault), (closure.Code, closure.Reason.Kind));
    }

    [Fact]
    public async Task Close_ThatIsCancelled_GoesOn()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        WebSocketChannel channel = WebSocketChannel.Open(near, WebSocketRole.Server, _ => _handler);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.CloseAsync(cancellationToken: new CancellationToken(canceled: true)));
        await far.Output.WriteAsync(TestFrame.Close(1000).ToOctets(isMasked: true));
        WebSocketClosure closure = await channel.Closed.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(closure is { Code: WebSocketCloseCode.NormalClosure, IsClean: true }, closure.ToString());
        await channel.DisposeAsync(); // and again, to no effect
    }

    private WebSocketChannel Open()
    {
        (MemoryConnection near, _) = MemoryConnection.CreatePair();
        return WebSocketChannel.Open(near, WebSocketRole.Server, _ => _handler, new() { MaxPendingOutput = Limit });
    }
}
