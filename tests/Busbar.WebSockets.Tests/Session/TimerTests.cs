using Busbar.Links;
using Busbar.Testing;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

public sealed class TimerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task SilentPeer_IsPinged_AndWhenItAnswersPingedAgain()
    {
        await using SessionDriver driver = Drive();

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["ping 4 00000001"], driver.Sent());
        driver.Receive(new TestFrame(10, [0, 0, 0, 1]).ToOctets(isMasked: true));
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Empty(driver.Sent());
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(["ping 4 00000002"], driver.Sent());
        Assert.Null(driver.CloseReason);
    }

    [Fact]
    public async Task PeerThatSpeaks_IsNotPinged()
    {
        await using SessionDriver driver = Drive();

        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            driver.Receive(TestFrame.Text("alive").ToOctets(isMasked: true));
        }

        Assert.Empty(driver.Sent());
    }

    [Theory]
    [InlineData("")] // nothing at all
    [InlineData("00000000")] // the answer to no ping
    [InlineData("0000000100")]
    public async Task PongThatDoesNotCome_ClosesWith1011(string pong)
    {
        await using SessionDriver driver = Drive();

        _time.Advance(TimeSpan.FromSeconds(30));
        driver.Sent();
        if (pong.Length > 0)
            driver.Receive(new TestFrame(10, Convert.FromHexString(pong)).ToOctets(isMasked: true));
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(["close 1011"], driver.Sent());
        Assert.Equal(CloseReason.TimedOut("no pong for 15 s"), driver.CloseReason);
        Assert.False(_handler.Closure!.IsClean);
    }

    [Fact]
    public async Task PongKeptBackByAFrameOnItsWay_MayComeBehindIt()
    {
        await using SessionDriver driver = Drive();
        byte[] frame = TestFrame.Binary(new byte[100]).ToOctets(isMasked: true);

        _time.Advance(TimeSpan.FromSeconds(30));
        driver.Sent();
        driver.Receive(frame.AsSpan(0, 50));
        _time.Advance(TimeSpan.FromSeconds(10));
        driver.Receive(frame.AsSpan(50, 10));
        _time.Advance(TimeSpan.FromSeconds(10));
        driver.Receive([.. frame.AsSpan(60), .. new TestFrame(10, [0, 0, 0, 1]).ToOctets(isMasked: true)]);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Null(driver.CloseReason);
        Assert.Single(_handler.Messages);
    }

    [Theory]
    [InlineData(1)] // of a header
    [InlineData(20)] // of the payload
    public async Task MessageThatStaysUnfinished_ClosesWith1008(int octets)
    {
        await using SessionDriver driver = Drive(new() { PingInterval = Timeout.InfiniteTimeSpan });

        driver.Receive(TestFrame.Binary(new byte[100]).ToOctets(isMasked: true).AsSpan(0, octets));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["close 1008"], driver.Sent());
        Assert.Equal(CloseReason.TimedOut("a message was not whole after 60 s"), driver.CloseReason);
    }

    [Fact]
    public async Task MessageThatDrips_OrIsPaddedWithPings_StillHasItsTime()
    {
        await using SessionDriver driver = Drive();

        driver.Receive(TestFrame.Text("a", isFinal: false).ToOctets(isMasked: true));
        for (int i = 0; i < 6; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(9.9));
            driver.Receive([.. TestFrame.Ping().ToOctets(isMasked: true), .. TestFrame.More("b", isFinal: false).ToOctets(isMasked: true)]);
        }

        Assert.Null(driver.CloseReason);
        _time.Advance(TimeSpan.FromSeconds(0.7));

        Assert.Equal("close 1008", driver.Sent()[^1]);
    }

    [Fact]
    public async Task StreamThatNeverEndsAtAFrame_IsNotHeldToTheTimeOfOneMessage()
    {
        await using SessionDriver driver = Drive();
        byte[] frame = TestFrame.Text("hello").ToOctets(isMasked: true);
        byte[] shifted = [.. frame[1..], frame[0]]; // each read ends with the first octet of the next frame

        driver.Receive(frame.AsSpan(0, 1));
        for (int i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            driver.Receive(shifted);
        }

        Assert.Null(driver.CloseReason);
        Assert.Equal(20, _handler.Messages.Count);
    }

    private SessionDriver Drive(WebSocketSessionOptions? options = null) =>
        new(WebSocketRole.Server, _handler, (options ?? new()) with { TimeProvider = _time });
}
