using Busbar.Links;
using Busbar.Testing;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <summary>The closing handshake in both directions, and what ends a WebSocket without one.</summary>
public sealed class ClosingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Server_ThatCloses_EndsWhenTheClientHasAnswered()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        Assert.True(Close(driver, WebSocketCloseCode.GoingAway, "bye"));
        Assert.Null(driver.CloseReason);
        driver.Receive(TestFrame.Close(1001).ToOctets(isMasked: true));

        Assert.Equal(["close 1001"], driver.Sent());
        Assert.Equal(CloseKind.Local, driver.CloseReason?.Kind);
        Assert.Equal((WebSocketCloseCode.GoingAway, "bye", false, true), Described(_handler.Closure));
    }

    [Fact]
    public async Task Server_AskedToClose_AnswersWithTheCodeAndEnds()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        driver.Receive(TestFrame.Close(4321, "enough").ToOctets(isMasked: true));

        Assert.Equal(["close 4321"], driver.Sent());
        Assert.Equal(CloseKind.Remote, driver.CloseReason?.Kind);
        Assert.Equal(((WebSocketCloseCode)4321, "enough", true, true), Described(_handler.Closure));
    }

    [Fact]
    public async Task Client_LeavesTheEndToTheServer_ForSoLong()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Client);

        driver.Receive(TestFrame.Close(1000).ToOctets(isMasked: false));
        Assert.Equal(["close 1000"], driver.Sent());
        Assert.Null(driver.CloseReason);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(CloseKind.Local, driver.CloseReason?.Kind);
        Assert.Equal((WebSocketCloseCode.NormalClosure, "", true, true), Described(_handler.Closure));
    }

    [Theory]
    [InlineData(WebSocketRole.Server)]
    [InlineData(WebSocketRole.Client)]
    public async Task Close_NeverAnswered_EndsAfterItsTime(WebSocketRole role)
    {
        await using SessionDriver driver = Drive(role);

        Close(driver, WebSocketCloseCode.NormalClosure, "");
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null(driver.CloseReason);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(CloseKind.TimedOut, driver.CloseReason?.Kind);
        Assert.Equal((WebSocketCloseCode.NormalClosure, "", false, false), Described(_handler.Closure));
    }

    [Fact]
    public async Task Close_Begun_MessagesStillCome_ButNoneGo()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);
        bool? sent = null;
        _handler.OnEach = (in message, sender) => sent = sender.TrySendBinary(message.Payload);

        Close(driver, WebSocketCloseCode.NormalClosure, "");
        driver.Receive([.. TestFrame.Text("late").ToOctets(isMasked: true), .. TestFrame.Ping("x").ToOctets(isMasked: true)]);

        Assert.Equal(["text 4 late"], _handler.Messages);
        Assert.False(sent);
        Assert.Equal(["close 1000"], driver.Sent());
        Assert.False(Close(driver, WebSocketCloseCode.NormalClosure, ""));
    }

    [Fact]
    public async Task CrossedClose_IsAnsweredByTheOneSentBefore()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        Close(driver, WebSocketCloseCode.GoingAway, "");
        driver.Receive(TestFrame.Close(4000).ToOctets(isMasked: true));

        Assert.Equal(["close 1001"], driver.Sent());
        Assert.Equal((WebSocketCloseCode.GoingAway, "", false, true), Described(_handler.Closure));
    }

    [Fact]
    public async Task Description_TooLong_IsCutBeforeACharacter()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        Close(driver, WebSocketCloseCode.NormalClosure, new string('€', 100)); // three octets each
        byte[] octets = driver.SentOctets();

        Assert.Equal(2 + 2 + (41 * 3), octets.Length);
        Assert.Equal(new string('€', 41), System.Text.Encoding.UTF8.GetString(octets.AsSpan(4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1006)]
    [InlineData(1010)] // a client's alone
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task Close_CodeThatMustNotBeSent_IsRefused(int code)
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        Assert.Throws<ArgumentOutOfRangeException>(() => Close(driver, (WebSocketCloseCode)code, ""));
        Assert.Empty(driver.SentOctets());
    }

    [Fact]
    public async Task Close_WithoutACode_SendsNone()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        Close(driver, WebSocketCloseCode.NoStatusReceived, "unsaid");

        Assert.Equal(["close"], driver.Sent());
    }

    [Fact]
    public async Task Handler_ThatThrows_ClosesWith1011_AndTellsThePeerNothing()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);
        _handler.OnEach = (in _, _) => throw new InvalidOperationException("the password is 1234");

        driver.Receive([.. TestFrame.Text("a").ToOctets(isMasked: true), .. TestFrame.Text("b").ToOctets(isMasked: true)]);

        Assert.Equal("88 02 03 F3", Hex.Format(driver.SentOctets()));
        Assert.Equal(CloseKind.InternalFault, driver.CloseReason?.Kind);
        Assert.Single(_handler.Messages);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task KindThatIsNotTaken_ClosesWith1003(bool acceptsText, bool acceptsBinary)
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server, new() { AcceptsText = acceptsText, AcceptsBinary = acceptsBinary });

        driver.Receive((acceptsText ? TestFrame.Text("taken") : TestFrame.Binary([1])).ToOctets(isMasked: true));
        Assert.Null(driver.CloseReason);
        driver.Receive((acceptsText ? TestFrame.Binary([1]) : TestFrame.Text("not taken")).ToOctets(isMasked: true));

        Assert.Equal(["close 1003"], driver.Sent());
        Assert.Single(_handler.Messages);
    }

    [Fact]
    public async Task Violation_NamesTheOctetAndTheRule()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        driver.Receive([.. TestFrame.Text("ok").ToOctets(isMasked: true), .. (TestFrame.Ping() with { ReservedBits = 4 }).ToOctets(isMasked: true)]);

        Assert.Equal(CloseReason.Violation(8, "the reserved bits must be 0, no extension was agreed to"), driver.CloseReason);
        Assert.Equal(WebSocketCloseCode.ProtocolError, _handler.Closure?.Code);
        Assert.False(_handler.Closure!.IsClean);
    }

    [Fact]
    public async Task CutConnection_EndsWith1006()
    {
        await using SessionDriver driver = Drive(WebSocketRole.Server);

        driver.Link.Close(CloseReason.Remote);

        Assert.Equal((WebSocketCloseCode.AbnormalClosure, "", true, false), Described(_handler.Closure));
    }

    private static (WebSocketCloseCode, string, bool, bool) Described(WebSocketClosure? closure) =>
        (closure!.Code, closure.Description, closure.ByPeer, closure.IsClean);

    private static bool Close(SessionDriver driver, WebSocketCloseCode code, string description)
    {
        using LinkScope<WebSocketSession> scope = driver.Link.Enter();
        return scope.Session.TryClose(code, description, scope.Now, scope.Output);
    }

    private SessionDriver Drive(WebSocketRole role, WebSocketSessionOptions? options = null) =>
        new(role, _handler, (options ?? new()) with { TimeProvider = _time });
}
