using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

/// <summary>What one read brought is worked off together, and goes on together.</summary>
public sealed class GatheringTests
{
    private const int Clients = 40; // more than one thread wakes by itself

    [Fact]
    public async Task WorkOffGathered_ManyPublishes_ReachEachClientInOneObject()
    {
        await using var fixture = new ServerFixture();
        List<TestClient> clients = [];
        for (int i = 0; i < Clients; i++)
        {
            clients.Add(await fixture.ClientAsync());
            await clients[i].JoinAsync("t");
        }

        // A message before is heard by all: then all of them wait.
        fixture.Broker.Publish("t", "0"u8);
        foreach (TestClient client in clients)
            Assert.Equal(["t=0"], await client.MessagesAsync(1));
        await AllWaitAsync(fixture, clients);
        (ClientConnection publisher, TestTransport _) = await OpenAsync(fixture);

        for (int i = 1; i <= 3; i++)
            publisher.Gather(Encoding.UTF8.GetBytes($$"""{"type":"publish","topic":"t","value":{{i}}}"""));
        Assert.Equal(1, fixture.Broker.TryGetTopic("t")!.Sequence);
        publisher.WorkOffGathered();

        foreach (TestClient client in clients)
        {
            JsonElement messages = await client.ExpectAsync("messages");
            Assert.Equal(["1", "2", "3"], messages.GetProperty("messages").EnumerateArray().Select(message => message[3].GetRawText()));
        }
    }

    [Fact]
    public async Task OnClosed_BehindPublishesOfTheSameRead_PublishesThemFirst()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        (ClientConnection publisher, TestTransport _) = await OpenAsync(fixture);

        publisher.Gather("""{"type":"publish","topic":"t","value":"last words"}"""u8);
        publisher.OnClosed();

        Assert.Equal(["t=last words"], await client.MessagesAsync(1));
    }

    [Fact]
    public async Task Gather_AnEmptyText_IsAFault()
    {
        await using var fixture = new ServerFixture();
        (ClientConnection connection, TestTransport transport) = await OpenAsync(fixture);

        connection.Gather([]);
        connection.WorkOffGathered();

        Assert.Contains("bad-message", await transport.Objects.ReadAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Writers wait soon after their last send; none of them waits for anything but the processor before.</summary>
    private static async Task AllWaitAsync(ServerFixture fixture, List<TestClient> clients)
    {
        foreach (TestClient client in clients)
        {
            Outlet outlet = fixture.Server.Find(client.Id)!.Outlet;
            for (int round = 0; round < 1_000_000 && !outlet.HasWaitingReader; round++)
                await Task.Yield();
            Assert.True(outlet.HasWaitingReader);
        }
    }

    private static async Task<(ClientConnection Connection, TestTransport Transport)> OpenAsync(ServerFixture fixture)
    {
        var transport = new TestTransport();
        ClientConnection connection = fixture.Server.Connect(transport, new ConnectRequest());
        transport.Connection = connection;
        connection.Receive("""{"type":"hello"}"""u8);
        Assert.Contains("welcome", await transport.Objects.ReadAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return (connection, transport);
    }
}
