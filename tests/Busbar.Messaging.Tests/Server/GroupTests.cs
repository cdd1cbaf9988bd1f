using System.Text.Json;

namespace Busbar.Messaging.Tests;

public sealed class GroupTests
{
    [Fact]
    public async Task Join_AState_GivesItsLastAtOnceAndThenTheRest()
    {
        await using var fixture = new ServerFixture();
        Topic power = fixture.Broker.GetTopic("plant/3/power", TopicKind.State);
        power.Publish("41.7"u8);
        TestClient client = await fixture.ClientAsync();

        JsonElement joined = await client.AskAsync("""{"type":"join","id":1,"filter":"plant/+/power"}""", "joined");
        JsonElement topic = await client.ExpectAsync("topic");
        JsonElement messages = await client.ExpectAsync("messages");
        power.Publish("42"u8);

        Assert.Equal("""{"type":"joined","id":1,"filter":"plant/+/power"}""", joined.GetRawText());
        Assert.Equal($$"""{"type":"topic","id":{{power.Id}},"name":"plant/3/power","kind":"state"}""", topic.GetRawText());
        Assert.Equal($$"""{"type":"messages","position":1,"messages":[[{{power.Id}},1,1767225600000,41.7]]}""", messages.GetRawText());
        Assert.Equal($$"""{"type":"messages","position":2,"messages":[[{{power.Id}},2,1767225600000,42]]}""", (await client.ExpectAsync("messages")).GetRawText());
    }

    [Fact]
    public async Task Join_Twice_ChangesNothing()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        await client.JoinAsync("t");

        fixture.Broker.Publish("t", "1"u8);
        fixture.Broker.Publish("t", "2"u8);
        Assert.Equal(["t=1", "t=2"], await client.MessagesAsync(2));
        await client.AskAsync("""{"type":"leave","id":2,"filter":"t"}""", "left");
        fixture.Broker.Publish("t", "3"u8);
        await client.JoinAsync("u");
        fixture.Broker.Publish("u", "4"u8);

        Assert.Equal(["u=4"], await client.MessagesAsync(1));
    }

    [Theory]
    [InlineData("a/b+")]
    [InlineData("a/#/b")]
    [InlineData("")]
    public async Task Join_NoFilter_IsABadTopic(string filter)
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync($$"""{"type":"join","id":1,"filter":"{{filter}}"}""", "error");

        Assert.Equal("bad-topic", error.GetProperty("code").GetString());
        Assert.DoesNotContain("Parameter", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_MoreThanMayBe_IsTooMany()
    {
        await using var fixture = new ServerFixture(options => options.MaxJoins = 2);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("a");
        await client.JoinAsync("b");

        JsonElement error = await client.AskAsync("""{"type":"join","id":1,"filter":"c"}""", "error");
        await client.JoinAsync("b");
        await client.AskAsync("""{"type":"leave","id":1,"filter":"a"}""", "left");
        await client.JoinAsync("c");

        Assert.Equal("too-many", error.GetProperty("code").GetString());
        Assert.Equal(["b", "c"], fixture.Server.Clients[0].Filters.Order());
    }

    [Fact]
    public async Task Join_RefusedByTheRule_IsForbidden()
    {
        await using var fixture = new ServerFixture(options => options.AuthorizeJoin = async (_, filter) =>
        {
            await Task.Yield();
            return filter == "open";
        });
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync("""[{"type":"join","id":1,"filter":"shut"},{"type":"join","id":2,"filter":"open"}]""", "error");
        JsonElement joined = await client.ExpectAsync("joined");
        JsonElement unseen = await client.AskAsync("""{"type":"presence","id":3,"filter":"shut"}""", "error");

        Assert.Equal("forbidden", error.GetProperty("code").GetString());
        Assert.Equal(2, joined.GetProperty("id").GetInt32());
        Assert.Equal("forbidden", unseen.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""[{"type":"leave","filter":"t"},{"type":"publish","topic":"u","value":1},{"type":"bye"}]""")]
    public async Task AnyRequest_WithoutAnId_IsNotAnswered(string text)
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        client.Say(text);

        Assert.Empty(await client.RestAsync());
    }

    [Fact]
    public async Task Join_WithHistory_GivesThatManyEventsFirst()
    {
        await using var fixture = new ServerFixture(configureBroker: options => options.History = [new("#", 100)]);
        for (int i = 1; i <= 30; i++)
            fixture.Broker.Publish("a/1", FormattableBytes(i));
        fixture.Broker.Publish("a/2", "1"u8);
        TestClient client = await fixture.ClientAsync();

        await client.JoinAsync("a/+", ""","history":3""");
        List<string> history = await client.MessagesAsync(4);
        fixture.Broker.Publish("a/1", "31"u8);

        Assert.Equal(["a/1=28", "a/1=29", "a/1=30", "a/2=1"], history.Order(StringComparer.Ordinal));
        Assert.Equal(["a/1=31"], await client.MessagesAsync(1));
        await client.AskAsync("""{"type":"leave","id":2,"filter":"a/+"}""", "left");
        Assert.False(fixture.Broker.GetTopic("a/1").HasSubscribers);
    }

    [Theory]
    [InlineData("test", 17, ""","sequence":17""", 18, 20)]
    [InlineData("test", 20, ""","sequence":20""", 21, 20)]
    [InlineData("test", 6, ""","sequence":6,"gap":{"missed":4}""", 11, 20)]
    [InlineData("other", 17, ""","sequence":0,"gap":{"missed":null}""", 11, 20)]
    [InlineData("test", 21, ""","sequence":0,"gap":{"missed":null}""", 11, 20)]
    public async Task Join_Since_GivesWhatCameAfterAndSaysWhatIsMissing(string epoch, int sequence, string gap, int first, int last)
    {
        await using var fixture = new ServerFixture(configureBroker: options => options.History = [new("#", 10)]);
        for (int i = 1; i <= 20; i++)
            fixture.Broker.Publish("t", FormattableBytes(i));
        TestClient client = await fixture.ClientAsync();

        JsonElement joined = await client.AskAsync(
            FormattableString.Invariant($$$"""{"type":"join","id":1,"filter":"t","since":{"epoch":"{{{epoch}}}","sequence":{{{sequence}}}}}"""), "joined");
        fixture.Broker.Publish("t", "\"live\""u8);

        Assert.Equal($$"""{"type":"joined","id":1,"filter":"t"{{gap}}}""", joined.GetRawText());
        string[] expected = [.. Enumerable.Range(first, last - first + 1).Select(static number => FormattableString.Invariant($"t={number}")), "t=live"];
        Assert.Equal(expected, await client.MessagesAsync(expected.Length));
    }

    [Fact]
    public async Task Join_OfOneTopic_TellsItsLastSequenceBeforeWhatFollows()
    {
        await using var fixture = new ServerFixture(configureBroker: options => options.History = [new("kept", 100)]);
        for (int i = 1; i <= 30; i++)
        {
            fixture.Broker.Publish("kept", "1"u8);
            fixture.Broker.Publish("t", "1"u8);
        }

        TestClient client = await fixture.ClientAsync();

        Assert.Equal("""{"type":"joined","id":1,"filter":"t","sequence":30}""", (await client.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined")).GetRawText());
        Assert.Equal("""{"type":"joined","id":1,"filter":"t"}""", (await client.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined")).GetRawText());
        Assert.Equal("""{"type":"joined","filter":"none","sequence":0}""", (await client.AskAsync("""{"type":"join","filter":"none"}""", "joined")).GetRawText());
        Assert.Equal("""{"type":"joined","filter":"kept","sequence":10}""", (await client.AskAsync("""{"type":"join","filter":"kept","history":20}""", "joined")).GetRawText());
    }

    [Fact]
    public async Task Join_Again_TurnsPresenceOnAndOff()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();
        await ann.JoinAsync("chat");
        await ann.JoinAsync("chat", ""","presence":true""");
        await bob.JoinAsync("chat");
        await ann.ExpectAsync("presence");
        await ann.JoinAsync("chat");
        await bob.AskAsync("""{"type":"leave","id":1,"filter":"chat"}""", "left");
        await ann.ExpectAsync("presence");

        await ann.JoinAsync("chat", ""","presence":false""");
        await bob.JoinAsync("chat");
        await ann.JoinAsync("other");
    }

    [Fact]
    public async Task Join_SinceOfAFilterWithWildcards_IsABadTopic()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync("""{"type":"join","id":1,"filter":"a/#","since":{"epoch":"test","sequence":1}}""", "error");

        Assert.Equal("bad-topic", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Presence_TellsWhoIsThereWhoComesAndWhoLeaves()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync(""","name":"ann" """);
        TestClient bob = await fixture.ClientAsync(""","name":"bob" """);
        TestClient eve = await fixture.ClientAsync();
        await ann.JoinAsync("chat", ""","presence":true""");

        await bob.JoinAsync("chat");
        JsonElement came = await ann.ExpectAsync("presence");
        await eve.JoinAsync("chat");
        await eve.JoinAsync("#");
        await ann.ExpectAsync("presence");
        JsonElement all = await bob.AskAsync("""{"type":"presence","id":6,"filter":"chat"}""", "presence");
        await bob.AskAsync("""{"type":"leave","id":7,"filter":"chat"}""", "left");
        JsonElement left = await ann.ExpectAsync("presence");
        RemoteClient remote = fixture.Server.TryGetClient("c3")!;
        eve.Transport.Break();
        while (remote.IsConnected)
            await Task.Yield();
        await KeepAliveAsync(fixture, TimeSpan.FromSeconds(31), ann, bob);
        JsonElement lost = await NextPresenceAsync(ann);

        Assert.Equal("""{"type":"presence","filter":"chat","joined":[{"client":"c2","name":"bob"}],"left":[],"position":1}""", came.GetRawText());
        Assert.Equal(6, all.GetProperty("id").GetInt32());
        Assert.Equal(["c1", "c2", "c3"], all.GetProperty("clients").EnumerateArray().Select(static client => client.GetProperty("client").GetString()).Order());
        Assert.Equal("c2", left.GetProperty("left")[0].GetProperty("client").GetString());
        Assert.Equal("c3", lost.GetProperty("left")[0].GetProperty("client").GetString());
        Assert.Equal(JsonValueKind.Null, lost.GetProperty("left")[0].GetProperty("name").ValueKind);
        Assert.Equal(2, fixture.Server.SessionCount);
    }

    private static async Task<JsonElement> NextPresenceAsync(TestClient client)
    {
        while (true)
        {
            JsonElement? read = await client.NextAsync();
            if (read!.Value.GetProperty("type").GetString() == "presence")
                return read.Value;
        }
    }

    private static async Task KeepAliveAsync(ServerFixture fixture, TimeSpan time, params TestClient[] clients)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(10))
        {
            foreach (TestClient client in clients)
                client.Acknowledge();
            await Task.WhenAll(clients.Select(static client => client.Transport.SettleAsync()));
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private static byte[] FormattableBytes(int number) => System.Text.Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
