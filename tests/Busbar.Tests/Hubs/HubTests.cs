using Busbar.Testing;

namespace Busbar.Tests.Hubs;

public sealed class HubTests
{
    [Fact]
    public void Publish_ReachesEverySubscriberInTheOrderTheySubscribed()
    {
        var hub = new Hub<int>();
        var seen = new List<string>();
        using IDisposable first = hub.Subscribe((in item) => seen.Add($"first {item}"));
        using IDisposable second = hub.Subscribe((in item) => seen.Add($"second {item}"));

        hub.Publish(1);
        hub.Publish(2);

        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], seen);
    }

    [Fact]
    public void Subscriber_ThatThrows_HarmsNoOther()
    {
        var hub = new Hub<int>();
        var seen = new List<int>();
        hub.Subscribe((in _) => throw new InvalidOperationException("on purpose"));
        hub.Subscribe((in item) => seen.Add(item));
        hub.Subscribe((in _) => throw new InvalidOperationException("on purpose"));

        hub.Publish(1);
        hub.Publish(2);

        Assert.Equal([1, 2], seen);
        Assert.Equal(4, hub.Faults);
    }

    [Fact]
    public void Disposal_EndsOneSubscriptionOnce()
    {
        var hub = new Hub<int>();
        int seen = 0;
        HubHandler<int> handler = (in _) => seen++;
        IDisposable first = hub.Subscribe(handler);
        using IDisposable second = hub.Subscribe(handler);

        first.Dispose();
        first.Dispose();
        hub.Publish(1);

        Assert.Equal(1, seen);
        Assert.Equal(1, hub.Subscribers);
    }

    [Fact]
    public async Task Subscribing_UnderLoad_LosesNothingForTheOthers()
    {
        var hub = new Hub<int>();
        int expected = 0;
        bool inOrder = true;
        hub.Subscribe((in item) => inOrder &= item == expected++);
        using var stop = new CancellationTokenSource();
        Task storm = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                hub.Subscribe(static (in _) => { }).Dispose();
        });

        for (int i = 0; i < 200_000; i++)
            hub.Publish(i);
        await stop.CancelAsync();
        await storm;

        Assert.True(inOrder);
        Assert.Equal(200_000, expected);
    }

    [Fact]
    public void Sink_Subscribed_GetsABatchAsABatch_AndWhatItDoesNotTakeIsCounted()
    {
        var hub = new Hub<int>();
        var table = new Limited { Capacity = 4 };
        using IDisposable subscription = hub.Subscribe(table);

        hub.Write([1, 2, 3]);
        hub.Publish(4);
        hub.Publish(5);

        Assert.Equal([3, 1, 1], table.Batches);
        Assert.Equal(1, hub.Rejected);
    }

    private sealed class Limited : ISink<int>
    {
        private int _taken;

        public int Capacity { get; init; }

        public List<int> Batches { get; } = [];

        public int Write(ReadOnlySpan<int> items)
        {
            Batches.Add(items.Length);
            int taken = Math.Min(items.Length, Capacity - _taken);
            _taken += taken;
            return taken;
        }

        public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken) => new(true);

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    [Fact]
    public void Publish_AllocatesNothing()
    {
        var hub = new Hub<long>();
        long sum = 0;
        for (int i = 0; i < 8; i++)
            hub.Subscribe((in item) => sum += item);
        using HubQueue<long> queue = hub.SubscribeQueue(capacity: 16);

        Assert.Equal(0, Allocations.OfThisThread(() => hub.Publish(1)));
        Assert.NotEqual(0, sum);
    }
}
