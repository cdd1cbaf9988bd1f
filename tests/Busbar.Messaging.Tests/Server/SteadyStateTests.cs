using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>What a message costs on its way, once pools and buffers are filled.</summary>
public sealed class SteadyStateTests
{
    [Fact]
    public async Task SteadyState_OfMessagesToAClient_AllocatesNothing()
    {
        await using var fixture = new ServerFixture(options => options.MaxUnacknowledged = 64);
        var transport = new CountingTransport();
        ClientConnection connection = fixture.Server.Connect(transport, new ConnectRequest());
        connection.Receive("""[{"type":"hello"},{"type":"join","filter":"t"},{"type":"join","filter":"s"}]"""u8);
        await connection.WaitForInboxAsync();
        Topic @event = fixture.Broker.GetTopic("t");
        Topic state = fixture.Broker.GetTopic("s", TopicKind.State);

        long allocated = await Allocations.OfTheProcessAsync(() =>
        {
            transport.Expect(2);
            @event.Publish("41.7"u8);
            state.Publish("42"u8);
            return transport.Came.NextAsync();
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task SteadyState_OfMessagesInTheBinaryForm_AllocatesNothing_OnBothSides()
    {
        await using var fixture = new ServerFixture(isBinary: true, capacity: 64 * 1024);
        await using BrokerClient client = fixture.CreateClient();
        var came = new Signal();
        int left = 0;
        using JoinedGroup events = await client.JoinAsync("t", Count, cancellationToken: TestContext.Current.CancellationToken);
        using JoinedGroup states = await client.JoinAsync("s", Count, cancellationToken: TestContext.Current.CancellationToken);
        Topic @event = fixture.Broker.GetTopic("t");
        Topic state = fixture.Broker.GetTopic("s", TopicKind.State);
        var options = new PublishOptions { Sender = "c9" };

        long allocated = await Allocations.OfTheProcessAsync(() =>
        {
            Volatile.Write(ref left, 2);
            @event.Publish("41.7"u8, options);
            state.Publish([1, 2, 0xFF]);
            return came.NextAsync();
        });

        Assert.Equal(0, allocated);

        void Count(in BorrowedMessage message)
        {
            if (Interlocked.Decrement(ref left) == 0)
                came.Set();
        }
    }

    [Fact]
    public async Task SteadyState_OfPublishesInTheBinaryForm_AllocatesNothing_OnBothSides()
    {
        await using var fixture = new ServerFixture(options => options.MaxBurst = options.MaxRate = int.MaxValue, isBinary: true, capacity: 64 * 1024);
        await using BrokerClient client = fixture.CreateClient();
        await client.PublishAsync("t", "0"u8.ToArray(), cancellationToken: TestContext.Current.CancellationToken);
        var came = new Signal();
        using IDisposable subscription = fixture.Broker.Subscribe("t", _ => came.Set());

        long allocated = await Allocations.OfTheProcessAsync(() =>
        {
            client.Publish("t", "41.7"u8);
            return came.NextAsync();
        });

        Assert.Equal(0, allocated);
    }

    /// <summary>Says when as many messages have come as were expected.</summary>
    private sealed class CountingTransport : IClientTransport
    {
        private int _expected;

        public Signal Came { get; } = new();

        public void Expect(int messages) => Volatile.Write(ref _expected, messages);

        public bool TrySend(OutgoingObjects objects)
        {
            for (int i = 0; i < objects.Count; i++)
            {
                if (!objects[i].StartsWith("{\"type\":\"messages\""u8))
                    continue;
                int count = objects[i].Count("],["u8) + 1;
                if (Interlocked.Add(ref _expected, -count) == 0)
                    Came.Set();
            }

            return true;
        }

        public ValueTask<bool> WaitForRoomAsync() => ValueTask.FromResult(true);

        public void Close(ClientCloseCode code, string reason)
        {
            // Nothing is held.
        }
    }
}
