using System.Text.Json;

namespace Busbar.Messaging.Tests;

public sealed class ClientPublishingTests
{
    [Fact]
    public async Task Publish_ReachesThoseWhoJoined_WithItsSender()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();
        await bob.JoinAsync("chat");

        JsonElement published = await ann.AskAsync("""{"type":"publish","id":3,"topic":"chat","value":{"any":"json"}}""", "published");
        JsonElement topic = await bob.ExpectAsync("topic");
        JsonElement messages = await bob.ExpectAsync("messages");

        Assert.Equal("""{"type":"published","id":3,"topic":"chat","sequence":1}""", published.GetRawText());
        Assert.Equal("event", topic.GetProperty("kind").GetString());
        Assert.Equal("""[[0,1,1767225600000,{"any":"json"},"c1"]]""", messages.GetProperty("messages").GetRawText());
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData(",\"own\":false", "", false)]
    [InlineData("", ",\"own\":false", false)]
    [InlineData(",\"own\":false", ",\"own\":true", false)]
    public async Task Publish_OfOnesOwn_ComesBackUnlessItIsUnwanted(string hello, string publish, bool comesBack)
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync(hello);
        TestClient other = await fixture.ClientAsync();
        await client.JoinAsync("t");
        await other.JoinAsync("t");

        client.Say($$"""{"type":"publish","topic":"t","value":1{{publish}}}""");
        Assert.Equal(["t=1"], await other.MessagesAsync(1));
        fixture.Broker.Publish("t", "2"u8);

        Assert.Equal(comesBack ? ["t=1", "t=2"] : (string[])["t=2"], await client.MessagesAsync(comesBack ? 2 : 1));
    }

    [Fact]
    public async Task Publish_OfAStateThatIsNew_MakesOne()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        await client.AskAsync("""{"type":"publish","id":1,"topic":"s","value":5,"kind":"state"}""", "published");
        JsonElement again = await client.AskAsync("""{"type":"publish","id":2,"topic":"s","value":6}""", "published");
        JsonElement error = await client.AskAsync("""{"type":"publish","id":3,"topic":"s","value":6,"kind":"event"}""", "error");
        await client.JoinAsync("s");

        Assert.Equal(2, again.GetProperty("sequence").GetInt32());
        Assert.Equal("kind", error.GetProperty("code").GetString());
        Assert.Equal(["s=6"], await client.MessagesAsync(1));
    }

    [Fact]
    public async Task Publish_WithATimeToLive_IsNotGivenAfterwards()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();
        await client.AskAsync("""{"type":"publish","id":1,"topic":"a","value":5,"kind":"state","ttl":5000}""", "published");
        await client.AskAsync("""{"type":"publish","id":1,"topic":"b","value":6,"kind":"state"}""", "published");

        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await client.JoinAsync("#");

        Assert.Equal(["b=6"], await client.MessagesAsync(1));
    }

    [Theory]
    [InlineData("""{"type":"publish","id":1,"topic":"a/+","value":1}""", "bad-topic")]
    [InlineData("""{"type":"publish","id":1,"topic":"","value":1}""", "bad-topic")]
    [InlineData("""{"type":"publish","id":1,"topic":"a"}""", "bad-message")]
    [InlineData("""{"type":"publish","id":1,"value":1}""", "bad-message")]
    [InlineData("""{"type":"publish","id":1,"topic":"a","value":"0123456789012345"}""", "too-large")]
    [InlineData("""{"type":"publish","id":1,"topic":"shut","value":1}""", "forbidden")]
    [InlineData("""{"type":"publish","id":1,"topic":"slow","value":1}""", "forbidden")]
    [InlineData("""{"type":"publish","id":1,"topic":"typed","value":1}""", "forbidden")]
    public async Task Publish_WhatMayNotBe_IsAnError(string text, string code)
    {
        await using var fixture = new ServerFixture(
            options => options.AuthorizePublish = async (_, topic) =>
            {
                if (topic == "slow")
                    await Task.Yield();
                return topic is not ("shut" or "slow");
            },
            options => options.MaxPayloadBytes = 16);
        fixture.Broker.GetTopic("typed", new NumberEncoder());
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync(text, "error");

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(1, error.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Publish_ToMoreTopicsThanMayBeMade_IsTooMany()
    {
        await using var fixture = new ServerFixture(options => options.MaxTopicsPerClient = 1);
        fixture.Broker.GetTopic("known");
        TestClient client = await fixture.ClientAsync();

        await client.AskAsync("""{"type":"publish","id":1,"topic":"a","value":1}""", "published");
        JsonElement error = await client.AskAsync("""{"type":"publish","id":1,"topic":"b","value":1}""", "error");
        await client.AskAsync("""{"type":"publish","id":1,"topic":"known","value":1}""", "published");

        Assert.Equal("too-many", error.GetProperty("code").GetString());
        Assert.Null(fixture.Broker.TryGetTopic("b"));
    }

    [Fact]
    public async Task Publish_WhereTheRuleIsSlow_KeepsItsOrder()
    {
        await using var fixture = new ServerFixture(options => options.AuthorizePublish = async (_, topic) =>
        {
            for (int i = 0; topic == "slow" && i < 100; i++)
                await Task.Yield();
            return true;
        });
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("#");

        client.Say("""[{"type":"publish","topic":"slow","value":1},{"type":"publish","topic":"quick","value":2}]""");
        client.Say("""{"type":"publish","topic":"quick","value":3}""");

        Assert.Equal(["slow=1", "quick=2", "quick=3"], await client.MessagesAsync(3));
    }

    private sealed class NumberEncoder : ITopicEncoder<int>
    {
        public bool Replaces(in int current, in int next) => true;

        public bool TryEncode(in int value, Span<byte> destination, out int written) => value.TryFormat(destination, out written, provider: System.Globalization.CultureInfo.InvariantCulture);
    }
}
