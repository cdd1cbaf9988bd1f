using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

public class ResumeTests
{
    /// <summary>The same rules hold in both forms of the wire.</summary>
    protected virtual bool IsBinary => false;

    [Fact]
    public async Task Resume_WithinTheGrace_GivesExactlyWhatFollowsThePosition()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        Publish(fixture, 1, 10);
        await client.MessagesAsync(10);

        client.Transport.Break();
        Publish(fixture, 11, 20);
        TestClient again = await TestClient.ResumeAsync(client, 4);

        Assert.True(again.Welcome.GetProperty("resumed").GetBoolean());
        Assert.Equal(client.Id, again.Id);
        Assert.Equal(client.Session, again.Session);
        Assert.Equal(Values(5, 20), await again.MessagesAsync(16));
        Assert.Equal(20, again.Position);
    }

    [Fact]
    public async Task Resume_AfterAnAcknowledgement_HasNoMoreThanThat()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        Publish(fixture, 1, 10);
        await client.MessagesAsync(10);
        client.Acknowledge(7);
        await client.Transport.SettleAsync();

        client.Transport.Break();
        TestClient again = await TestClient.ResumeAsync(client, 4);

        Assert.Equal("""{"type":"gap","from":5,"to":7}""", (await again.ExpectAsync("gap")).GetRawText());
        Assert.Equal(Values(8, 10), await again.MessagesAsync(3));
    }

    [Fact]
    public async Task Resume_AfterMoreThanIsKept_TellsTheGap()
    {
        await using ServerFixture fixture = Fixture(options => options.MaxUnacknowledged = 8);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        Publish(fixture, 1, 100);
        await client.MessagesAsync(100);

        client.Transport.Break();
        TestClient again = await TestClient.ResumeAsync(client, 50);

        Assert.Equal("""{"type":"gap","from":51,"to":92}""", (await again.ExpectAsync("gap")).GetRawText());
        Assert.Equal(Values(93, 100), await again.MessagesAsync(8));
    }

    [Fact]
    public async Task Resume_AfterTheQueueOverflowed_TellsWhatWasDropped()
    {
        await using ServerFixture fixture = Fixture(options => options.MaxQueuedMessages = 5);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        client.Transport.Break();

        Publish(fixture, 1, 12);
        TestClient again = await TestClient.ResumeAsync(client);
        await again.ExpectAsync("topic");
        JsonElement messages = await again.ExpectAsync("messages");

        Assert.Equal(7, messages.GetProperty("dropped").GetInt64());
        Assert.Equal(5, messages.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task Resume_OfWhatToldALoss_TellsItAgain()
    {
        await using ServerFixture fixture = Fixture(options =>
        {
            options.MaxQueuedMessages = 5;
            options.MaxUnacknowledged = 10_000; // all of the batch, however much of what is published meanwhile it takes along
            options.MaxUnacknowledgedBytes = 16 * 1024 * 1024;
        });
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("#");
        fixture.Broker.Publish("t", "0"u8);
        await client.MessagesAsync(1);
        client.Transport.Fill(); // at most one batch goes through still
        Publish(fixture, 1, 5000);
        client.Transport.Empty();
        (long dropped, long last) first = await ReadToAsync(client, 5000);

        client.Transport.Break();
        TestClient again = await TestClient.ResumeAsync(client, 1);
        (long dropped, long last) second = await ReadToAsync(again, 5000);

        Assert.InRange(first.dropped, 1000, 4995);
        Assert.Equal(5001, first.last + first.dropped);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Resume_OfStates_GivesTheLastOfEachAndSaysHowManyGaveWay()
    {
        await using ServerFixture fixture = Fixture();
        Topic state = fixture.Broker.GetTopic("s", TopicKind.State);
        state.Publish("0"u8);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("s");
        await client.MessagesAsync(1);
        client.Transport.Break();

        for (int i = 1; i <= 5; i++)
            state.Publish(Number(i));
        TestClient again = await TestClient.ResumeAsync(client);
        await again.ExpectAsync("topic");
        JsonElement messages = await again.ExpectAsync("messages");

        Assert.Equal("""{"type":"messages","position":2,"skipped":4,"messages":[[0,6,1767225600000,5]]}""", messages.GetRawText());
    }

    [Fact]
    public async Task Resume_RepeatsWhatWasForTheClientAlone()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        RemoteClient remote = fixture.Server.Clients[0];
        remote.TrySend("a", "1"u8);
        await client.ExpectAsync("send");
        remote.TrySend("b", "2"u8);
        await client.ExpectAsync("send");

        client.Transport.Break();
        remote.TrySend("c", "3"u8);
        TestClient again = await TestClient.ResumeAsync(client, 1);

        Assert.Equal("""{"type":"send","from":null,"name":"b","value":2,"position":2}""", (await again.ExpectAsync("send")).GetRawText());
        Assert.Equal("c", (await again.ExpectAsync("send")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Resume_AfterTheGrace_IsANewSession()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        client.Transport.Break();
        await DetachedAsync(fixture);

        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        TestClient again = await TestClient.ResumeAsync(client);

        Assert.False(again.Welcome.GetProperty("resumed").GetBoolean());
        Assert.NotEqual(client.Session, again.Session);
        Assert.Equal("c2", again.Id);
        Assert.Empty(fixture.Server.Clients[0].Filters);
    }

    [Fact]
    public async Task Resume_OfAPositionThatNeverWas_IsANewSession()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        client.Transport.Break();

        TestClient again = await TestClient.ResumeAsync(client, 5);

        Assert.False(again.Welcome.GetProperty("resumed").GetBoolean());
        Assert.Equal(0, again.Position);
    }

    [Fact]
    public async Task Resume_WhileTheConnectionIsThere_TakesTheSessionOver()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        Publish(fixture, 1, 3);
        await client.MessagesAsync(3);

        TestClient again = await TestClient.ResumeAsync(client);
        Publish(fixture, 4, 5);

        Assert.Equal(ClientCloseCode.PolicyViolation, (await client.ClosedAsync()).Code);
        Assert.Equal(Values(4, 5), await again.MessagesAsync(2));
        client.Acknowledge(1);
        Assert.Equal(1, fixture.Server.SessionCount);
    }

    [Fact]
    public async Task Resume_AHundredTimesUnderLoad_LosesAndDoublesNothing()
    {
        await using ServerFixture fixture = Fixture(options => options.MaxUnacknowledged = 100_000);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        var random = new Random(815);
        const int Count = 20_000;
        Task publishing = Task.Run(() =>
        {
            for (int i = 1; i <= Count; i++)
            {
                fixture.Broker.Publish("t", Number(i));
                if (i % 200 == 0)
                    Thread.Yield();
            }
        });

        int next = 1;
        int round = 0;
        while (next <= Count)
        {
            for (int objects = random.Next(1, 20); objects > 0 && next <= Count; objects--)
            {
                JsonElement read = (await client.NextAsync())!.Value;
                if (read.GetProperty("type").GetString() != "messages")
                    continue;
                foreach (JsonElement message in read.GetProperty("messages").EnumerateArray())
                    Assert.Equal(next++, message[3].GetInt32());
                Assert.False(read.TryGetProperty("dropped", out _));
            }

            if (++round > 100)
                continue;
            if (random.Next(2) == 0)
                client.Transport.Break();
            client = await TestClient.ResumeAsync(client);
        }

        await publishing;
        Assert.Equal(Count, client.Position);
    }

    [Fact]
    public async Task Session_WithoutAConnection_IsTakenUpByAStreamAndByPolls()
    {
        await using ServerFixture fixture = Fixture();
        SessionOpening opening = await fixture.Server.OpenSessionAsync("""{"type":"hello","name":"ann"}"""u8.ToArray(), new ConnectRequest());
        string session = JsonDocument.Parse(opening.Welcome).RootElement.GetProperty("session").GetString()!;
        var stream = new TestTransport();

        stream.Connection = fixture.Server.TryAttach(session, null, stream);
        fixture.Server.TryGetPosts(session)!.Receive("""{"type":"join","id":1,"filter":"t"}"""u8);
        string joined = await stream.Objects.ReadAsync(TestContext.Current.CancellationToken);
        fixture.Broker.Publish("t", "1"u8);
        string topic = await stream.Objects.ReadAsync(TestContext.Current.CancellationToken);
        string first = await stream.Objects.ReadAsync(TestContext.Current.CancellationToken);
        stream.Break();
        fixture.Broker.Publish("t", "2"u8);
        var poll = new TestTransport();
        poll.Connection = fixture.Server.TryAttach(session, 0, poll, isPoll: true);
        string[] again = [await poll.Objects.ReadAsync(TestContext.Current.CancellationToken), await poll.Objects.ReadAsync(TestContext.Current.CancellationToken)];

        Assert.StartsWith("""{"type":"joined","id":1""", joined, StringComparison.Ordinal);
        Assert.StartsWith("""{"type":"topic",""", topic, StringComparison.Ordinal);
        Assert.StartsWith("""{"type":"messages","position":1""", first, StringComparison.Ordinal);
        Assert.Equal(topic, again[0]);
        Assert.Equal(first, again[1]);
        Assert.Null(fixture.Server.TryAttach("none", 0, poll));
        Assert.Null(fixture.Server.TryAttach(session, 99, poll));
        Assert.Null(fixture.Server.TryGetPosts("none"));
    }

    private ServerFixture Fixture(Action<BrokerServerOptions>? configure = null) => new(configure, isBinary: IsBinary);

    private static async Task DetachedAsync(ServerFixture fixture)
    {
        RemoteClient remote = fixture.Server.Clients[0];
        while (remote.IsConnected)
            await Task.Yield();
    }

    /// <summary>Reads on to a value.</summary>
    /// <returns>What was said to be dropped, and the position of the value.</returns>
    private static async Task<(long Dropped, long Last)> ReadToAsync(TestClient client, int value)
    {
        long dropped = 0;
        while (true)
        {
            JsonElement read = (await client.NextAsync())!.Value;
            if (read.GetProperty("type").GetString() != "messages")
                continue;
            dropped += read.TryGetProperty("dropped", out JsonElement told) ? told.GetInt64() : 0;
            if (read.GetProperty("messages").EnumerateArray().Last()[3].GetInt32() == value)
                return (dropped, client.Position);
        }
    }

    private static void Publish(ServerFixture fixture, int first, int last)
    {
        for (int i = first; i <= last; i++)
            fixture.Broker.Publish("t", Number(i));
    }

    private static byte[] Number(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static string[] Values(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(static number => FormattableString.Invariant($"t={number}"))];
}
