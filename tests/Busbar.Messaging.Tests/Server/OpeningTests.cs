using System.Text.Json;

namespace Busbar.Messaging.Tests;

public sealed class OpeningTests
{
    [Fact]
    public async Task Hello_OfANewClient_IsWelcome()
    {
        await using var fixture = new ServerFixture();

        TestClient client = await fixture.ClientAsync();

        Assert.Equal(1, client.Welcome.GetProperty("version").GetInt32());
        Assert.Equal("c1", client.Id);
        Assert.Equal("test", client.Welcome.GetProperty("epoch").GetString());
        Assert.Equal(1767225600000, client.Welcome.GetProperty("now").GetDouble());
        Assert.False(client.Welcome.GetProperty("resumed").GetBoolean());
        Assert.Equal(15000, client.Welcome.GetProperty("heartbeat").GetInt32());
        Assert.Equal(30000, client.Welcome.GetProperty("grace").GetInt32());
        Assert.Equal(65536, client.Welcome.GetProperty("maxMessage").GetInt32());
        Assert.Equal(256, client.Welcome.GetProperty("maxJoins").GetInt32());
        Assert.Equal(32, client.Session.Length);
        Assert.Same(fixture.Server.TryGetClient("c1"), Assert.Single(fixture.Server.Clients));
    }

    [Fact]
    public async Task Hello_NotInTime_Closes()
    {
        await using var fixture = new ServerFixture();
        TestClient client = TestClient.Connect(fixture.Server);

        fixture.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((ClientCloseCode.PolicyViolation, "no hello in time"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Hello_NotFirst_IsABadMessage()
    {
        await using var fixture = new ServerFixture();
        TestClient client = TestClient.Connect(fixture.Server);

        JsonElement error = await client.AskAsync("""{"type":"join","id":4,"filter":"a"}""", "error");
        await client.SayHelloAsync();

        Assert.Equal("bad-message", error.GetProperty("code").GetString());
        Assert.Equal(4, error.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Hello_Twice_IsABadMessage()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync("""{"type":"hello"}""", "error");

        Assert.Equal("bad-message", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Hello_WithTooLongAName_IsABadMessage()
    {
        await using var fixture = new ServerFixture();
        TestClient client = TestClient.Connect(fixture.Server);

        JsonElement error = await client.AskAsync($$"""{"type":"hello","name":"{{new string('n', 65)}}"}""", "error");
        await client.SayHelloAsync($$""","name":"{{new string('n', 64)}}" """);

        Assert.Equal("bad-message", error.GetProperty("code").GetString());
        Assert.Equal(64, fixture.Server.Clients[0].Name!.Length);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"key\":\"other\"", false)]
    [InlineData(",\"key\":\"secret\"", true)]
    [InlineData(",\"session\":\"none\"", false)]
    public async Task Hello_WhereAKeyIsAsked_NeedsOne(string members, bool isLetIn)
    {
        await using var fixture = new ServerFixture(options => options.ApiKeys = ["first", "secret"]);
        TestClient client = TestClient.Connect(fixture.Server);

        client.Say($$"""{"type":"hello"{{members}}}""");

        if (isLetIn)
            await client.ExpectAsync("welcome");
        else
            Assert.Equal(ClientCloseCode.PolicyViolation, (await client.ClosedAsync()).Code);
        Assert.Equal(isLetIn ? 1 : 0, fixture.Server.SessionCount);
    }

    [Fact]
    public async Task Hello_OfASession_NeedsNoKeyAgain()
    {
        await using var fixture = new ServerFixture(options => options.ApiKeys = ["secret"]);
        TestClient client = await fixture.ClientAsync(""","key":"secret" """);
        client.Transport.Break();

        TestClient again = await TestClient.ResumeAsync(client);

        Assert.True(again.Welcome.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task Hello_RefusedByTheRule_Closes()
    {
        await using var fixture = new ServerFixture(options => options.AuthorizeConnect = async request =>
        {
            await Task.Yield();
            return request.Name == "ann";
        });
        TestClient refused = TestClient.Connect(fixture.Server);

        refused.Say("""{"type":"hello","name":"bob"}""");
        await fixture.ClientAsync(""","name":"ann" """);

        Assert.Equal((ClientCloseCode.PolicyViolation, "this client is not let in"), await refused.ClosedAsync());
    }

    [Fact]
    public async Task Hello_WhereTheRuleThrows_Closes()
    {
        await using var fixture = new ServerFixture(options => options.AuthorizeConnect = static _ => throw new InvalidOperationException());
        TestClient refused = TestClient.Connect(fixture.Server);

        refused.Say("""{"type":"hello"}""");

        Assert.Equal(ClientCloseCode.PolicyViolation, (await refused.ClosedAsync()).Code);
        Assert.Equal(1, fixture.Server.HandlerFailures);
    }

    [Fact]
    public async Task Hello_BeyondMaxSessions_IsToldToComeLater()
    {
        await using var fixture = new ServerFixture(options => options.MaxSessions = 1);
        TestClient first = await fixture.ClientAsync();
        TestClient second = TestClient.Connect(fixture.Server);

        second.Say("""{"type":"hello"}""");
        Assert.Equal(ClientCloseCode.TryAgainLater, (await second.ClosedAsync()).Code);
        first.Say("""{"type":"bye"}""");
        Assert.Equal(ClientCloseCode.Normal, (await first.ClosedAsync()).Code);

        await fixture.ClientAsync();
    }

    [Fact]
    public async Task Connect_AfterTheEnd_IsClosed()
    {
        var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();
        TestClient stranger = TestClient.Connect(fixture.Server);

        await fixture.DisposeAsync();
        TestClient late = TestClient.Connect(fixture.Server);

        Assert.Equal(ClientCloseCode.GoingAway, (await client.ClosedAsync()).Code);
        Assert.Equal(ClientCloseCode.GoingAway, (await stranger.ClosedAsync()).Code);
        Assert.Equal(ClientCloseCode.GoingAway, (await late.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Silence_OfTheServer_IsBrokenByHeartbeats()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(15));
        JsonElement heartbeat = await client.ExpectAsync("heartbeat");

        Assert.Equal(1767225615000, heartbeat.GetProperty("now").GetDouble());
    }

    [Fact]
    public async Task Silence_OfTheClient_Closes()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(29));
        client.Acknowledge();
        fixture.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(client.Transport.Closed.IsCompleted);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((ClientCloseCode.PolicyViolation, "a silent client"), await client.ClosedAsync());
        Assert.Equal(1, fixture.Server.SessionCount);
    }

    [Fact]
    public async Task Bye_EndsTheSession()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        client.Say("""{"type":"bye"}""");

        Assert.Equal(ClientCloseCode.Normal, (await client.ClosedAsync()).Code);
        Assert.Equal(0, fixture.Server.SessionCount);
    }

    [Fact]
    public async Task Options_OutOfRange_AreRefused()
    {
        using var broker = new Broker();

        Assert.Throws<ArgumentOutOfRangeException>(() => new BrokerServer(broker, new() { Heartbeat = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BrokerServer(broker, new() { MaxMessageBytes = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BrokerServer(broker, new() { MaxRate = 0 }));
        await Task.CompletedTask;
    }
}
