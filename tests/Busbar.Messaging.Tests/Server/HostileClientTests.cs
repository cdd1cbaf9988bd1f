using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

public class HostileClientTests
{
    /// <summary>The same rules hold in both forms of the wire.</summary>
    protected virtual bool IsBinary => false;

    /// <summary>Objects that may be on their way to a client that stopped to read.</summary>
    protected virtual int MostOnTheirWay => 1;

    [Fact]
    public async Task TenBadMessages_CloseTheConnection()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();

        for (int i = 0; i < 9; i++)
            Assert.Equal("bad-message", (await client.AskAsync("{", "error")).GetProperty("code").GetString());
        Assert.False(client.Transport.Closed.IsCompleted);
        client.Say("""{"type":"nothing","id":10}""");
        List<JsonElement> rest = await client.RestAsync();

        Assert.Equal(10, Assert.Single(rest).GetProperty("id").GetInt32());
        Assert.Equal((ClientCloseCode.PolicyViolation, "ten messages that break the rules"), await client.ClosedAsync());
        Assert.Equal(10, fixture.Server.Faults);
    }

    [Fact]
    public async Task AMessageThatIsTooLong_Closes()
    {
        await using ServerFixture fixture = Fixture(options => options.MaxMessageBytes = 128);
        TestClient client = await fixture.ClientAsync();

        client.Say(new string(' ', 129));

        Assert.Equal(ClientCloseCode.MessageTooBig, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Rate_BeyondTheBurst_IsAnErrorAndThenTheEnd()
    {
        await using ServerFixture fixture = Fixture(options => (options.MaxRate, options.MaxBurst) = (10, 20));
        TestClient client = await fixture.ClientAsync();
        string one = """{"type":"publish","id":1,"topic":"t","value":1}""";

        client.Say($"[{string.Join(',', Enumerable.Repeat(one, 21))}]");
        for (int i = 0; i < 20; i++)
            await client.ExpectAsync("published");
        Assert.Equal("rate", (await client.ExpectAsync("error")).GetProperty("code").GetString());
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        client.Say($"[{string.Join(',', Enumerable.Repeat(one, 10))}]");
        for (int i = 0; i < 10; i++)
            await client.ExpectAsync("published");
        client.Say($"[{string.Join(',', Enumerable.Repeat(one, 30))}]");

        Assert.Equal(ClientCloseCode.PolicyViolation, (await client.ClosedAsync()).Code);
        Assert.Equal(30, fixture.Broker.GetTopic("t").Sequence);
    }

    [Fact]
    public virtual async Task AFloodThatIsNotWorkedOff_IsBounded()
    {
        var open = new TaskCompletionSource<bool>();
        await using ServerFixture fixture = Fixture(options => options.AuthorizePublish = (_, _) => new ValueTask<bool>(open.Task));
        TestClient client = await fixture.ClientAsync();
        string text = $$"""{"type":"publish","topic":"t","value":"{{new string('x', 60_000)}}"}""";

        for (int i = 0; i < 30; i++)
            client.Say(text);

        Assert.Equal(ClientCloseCode.PolicyViolation, (await client.ClosedAsync()).Code);
        open.SetResult(true);
    }

    [Fact]
    public async Task AClientThatLetsTooMuchWait_LosesItsSession()
    {
        await using ServerFixture fixture = Fixture(options => options.MaxQueuedObjects = 16);
        TestClient client = await fixture.ClientAsync();
        client.Transport.Fill();

        for (int i = 0; i < 40; i++)
            client.Say("""{"type":"presence","id":1,"filter":"t"}""");
        while (fixture.Server.SessionCount > 0)
            await Task.Yield();
        client.Transport.Empty();

        Assert.Equal((ClientCloseCode.InternalError, "more waits for the client than may"), await client.ClosedAsync());
    }

    [Fact]
    public async Task HostileClients_LeaveTwoHealthyOnesUnharmed()
    {
        await using ServerFixture fixture = Fixture(options =>
        {
            options.MaxQueuedMessages = 1_000_000;
            options.MaxQueuedBytes = 1L << 30;
            (options.MaxRate, options.MaxBurst) = (100, 100);
        });
        TestClient[] healthy = [await fixture.ClientAsync(), await fixture.ClientAsync()];
        foreach (TestClient client in healthy)
            await client.JoinAsync("plant/#");
        TestClient silent = await fixture.ClientAsync();
        await silent.JoinAsync("#");
        silent.Transport.Fill();
        TestClient flooding = await fixture.ClientAsync();
        await flooding.JoinAsync("#");
        TestClient garbage = await fixture.ClientAsync();
        const int Count = 5000;

        Task publishing = Task.Run(() =>
        {
            for (int i = 1; i <= Count; i++)
                fixture.Broker.Publish("plant/1", Number(i));
        });
        Task hostile = Task.Run(() =>
        {
            var random = new Random(42);
            byte[] octets = new byte[100];
            for (int i = 0; i < 2000; i++)
            {
                flooding.Say("""{"type":"publish","id":1,"topic":"plant/other","value":1}""");
                random.NextBytes(octets);
                garbage.Say(octets);
                if (i % 100 == 0)
                    TestClient.Connect(fixture.Connect).Say("[[[[");
            }
        });

        foreach (TestClient client in healthy)
        {
            int next = 1;
            while (next <= Count)
            {
                foreach (string message in await client.MessagesAsync(1))
                {
                    if (message.StartsWith("plant/1=", StringComparison.Ordinal))
                        Assert.Equal(next++, int.Parse(message.AsSpan(8), CultureInfo.InvariantCulture));
                }
            }

            Assert.False(client.Transport.Closed.IsCompleted);
        }

        await publishing;
        await hostile;
        Assert.Equal(ClientCloseCode.PolicyViolation, (await garbage.ClosedAsync()).Code);
        Assert.Equal(ClientCloseCode.PolicyViolation, (await flooding.ClosedAsync()).Code);
        foreach (TestClient client in healthy)
            client.Acknowledge(1);
    }

    [Fact]
    public async Task AHundredClients_GetAMessageThatIsEncodedOnce()
    {
        await using ServerFixture fixture = Fixture();
        List<TestClient> clients = [];
        for (int i = 0; i < 100; i++)
        {
            clients.Add(await fixture.ClientAsync());
            await clients[i].JoinAsync("t");
        }

        for (int i = 1; i <= 50; i++)
            fixture.Broker.Publish("t", Number(i));
        foreach (TestClient client in clients)
            await client.MessagesAsync(50);

        Assert.Equal(5000, fixture.Server.MessagesDelivered);
        Assert.InRange(fixture.Server.MessagesEncoded, 50, 60); // two may begin with one message at a time; one of both is thrown away
    }

    [Fact]
    public async Task AClientThatIsFarBehind_IsConflatedAndHasTheLatestAtOnce()
    {
        await using ServerFixture fixture = Fixture();
        Topic state = fixture.Broker.GetTopic("s", TopicKind.State);
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("s");
        client.Transport.Fill();

        for (int i = 1; i <= 100_000; i++)
            state.Publish(Number(i));
        client.Transport.Empty();
        long skipped = 0;
        int last = 0;
        int objects = 0;
        while (last < 100_000)
        {
            JsonElement read = (await client.NextAsync())!.Value;
            if (read.GetProperty("type").GetString() != "messages")
                continue;
            objects++;
            skipped += read.TryGetProperty("skipped", out JsonElement told) ? told.GetInt64() : 0;
            last = read.GetProperty("messages")[0][3].GetInt32();
        }

        Assert.InRange(objects, 1, 1 + MostOnTheirWay);
        Assert.Equal(100_000 - objects, skipped);
    }

    private protected ServerFixture Fixture(Action<BrokerServerOptions>? configure = null) => new(configure, isBinary: IsBinary);

    private static byte[] Number(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
