using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>Everything at once, with seeds, and what must hold afterwards whatever the threads did.</summary>
public sealed class StressTests
{
    private const int Topics = 8;

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(20260401)]
    public async Task Storm_HealthySubscribersMissNothing_AndEveryBlockComesBack(int seed)
    {
        const int messages = 4_000; // by each of two publishers to each topic
        var broker = new Broker(new() { History = [new("plant/0", 64), new("plant/1", 1_000, MaxBytes: 4096)], MaxHistoryBytes = 16 * 1024 });
        Topic[] topics = [.. Enumerable.Range(0, Topics).Select(i => broker.GetTopic($"plant/{i}", i % 2 == 0 ? TopicKind.Event : TopicKind.State))];
        var healthy = new OrderKeeper(broker, "plant/#");
        using IDisposable throwing = broker.Subscribe("plant/#", static _ => throw new InvalidOperationException("always"));
        using Outlet neverRead = broker.OpenOutlet(new() { Capacity = 100 });
        neverRead.Subscribe("#");
        using Outlet screen = broker.OpenOutlet(new() { Policy = OutletPolicy.LatestPerTopic, Capacity = 4 });
        screen.Subscribe("plant/+");
        using Outlet complete = broker.OpenOutlet(new() { Capacity = 2 * messages * Topics, MaxBytes = long.MaxValue });
        complete.Subscribe("plant/#");
        Task<int> reader = Task.Run(() => ReadAllAsync(complete, 2 * messages * Topics));

        using var stop = new CancellationTokenSource();
        Task[] storms = [.. Enumerable.Range(0, 2).Select(i => Task.Run(() => Churn(broker, topics, new Random(seed + i), stop.Token)))];
        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => Publish(topics, messages, new Random(seed * 31 + i)))));
        await stop.CancelAsync();
        await Task.WhenAll(storms);

        Assert.Equal(0, await reader);
        Assert.Equal((2 * messages * Topics, 0), (healthy.Count, healthy.Wrong));
        Assert.Equal(2 * messages * Topics, broker.HandlerFailures);
        Assert.Equal((100, 2 * messages * Topics - 100), (neverRead.Count, neverRead.Dropped));
        Assert.All(topics, topic => Assert.Equal((2, 3), (topic.Handlers.Length, topic.Attachments.Length)));
        Assert.True(broker.HistoryBytes <= 16 * 1024);

        healthy.Dispose();
        broker.Dispose();
        Assert.Equal((0, 0, 0), (broker.Pool.Outstanding, broker.RetainedBytes, broker.HistoryBytes));
    }

    [Fact(Timeout = 120_000)]
    public async Task SubscribersThatComeAndGoElsewhere_NeverMakeAPublisherWait()
    {
        using var broker = new Broker();
        Topic busy = broker.GetTopic("busy");
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        int calls = 0;
        using IDisposable blocking = broker.Subscribe("slow", _ =>
        {
            entered.Set();
            leave.Wait();
        });
        using IDisposable healthy = broker.Subscribe("busy", _ => calls++);
        Task holder = Task.Run(() => broker.Publish("slow", ""u8));
        entered.Wait();
        Task subscriber = Task.Run(() => broker.Subscribe("#", static _ => { })); // has to wait for the lock of "slow"

        for (int i = 0; i < 1_000; i++)
            busy.Publish(""u8);
        broker.GetTopic("new").Publish(""u8);
        using (broker.Subscribe("busy", static _ => { }))
            busy.Publish(""u8);

        Assert.False(holder.IsCompleted);
        Assert.Equal(1_001, calls);
        leave.Set();
        await Task.WhenAll(holder, subscriber);
    }

    [Fact(Timeout = 120_000)]
    public async Task LosslessReaders_UnderAStormOfTakersAndLeavers_GetEachMessageOnce()
    {
        const int messages = 3_000;
        var broker = new Broker();
        Topic[] topics = [broker.GetTopic("plant/0"), broker.GetTopic("plant/1")];
        using Outlet first = broker.OpenOutlet(new() { Policy = OutletPolicy.Wait, Capacity = 7 });
        using Outlet second = broker.OpenOutlet(new() { Policy = OutletPolicy.Wait, MaxBytes = 300 });
        first.Subscribe("plant/#");
        second.Subscribe("plant/#");
        Task<int>[] readers = [Task.Run(() => ReadAllAsync(first, 2 * messages)), Task.Run(() => ReadAllAsync(second, 2 * messages))];
        using var stop = new CancellationTokenSource();
        Task storm = Task.Run(() => ComeAndGo(broker, stop.Token));

        await Task.WhenAll(topics.Select((topic, i) => Task.Run(async () =>
        {
            var random = new Random(i);
            for (int message = 0; message < messages; message++)
            {
                if (!topic.TryPublish(new byte[random.Next(100)]))
                    await topic.PublishAsync(new byte[random.Next(100)]);
            }
        })));

        Assert.Equal(new[] { 0, 0 }, await Task.WhenAll(readers));
        await stop.CancelAsync();
        await storm;
        Assert.Equal((0, 0), (first.Dropped, second.Dropped));
        broker.Dispose();
        Assert.Equal(0, broker.Pool.Outstanding);

        static void ComeAndGo(Broker broker, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                using Outlet narrow = broker.OpenOutlet(new() { Policy = OutletPolicy.Wait, Capacity = 1 }); // full at once, and gone again
                narrow.Subscribe("plant/#");
                Thread.Yield();
            }
        }
    }

    [Fact]
    public void TenThousandIdleSubscribers_ChangeNothingOfWhatAPublishWalks()
    {
        using var broker = new Broker();
        Topic busy = broker.GetTopic("busy/a");
        int calls = 0;
        using IDisposable subscription = broker.Subscribe("busy/#", _ => calls++);
        for (int i = 0; i < 1_000; i++)
            broker.GetTopic($"idle/{i}");
        using Outlet idle = broker.OpenOutlet();
        for (int i = 0; i < 10_000; i++)
        {
            broker.Subscribe($"idle/{i % 1_000}", static _ => { });
            broker.Subscribe($"not/there/{i}", static _ => { });
        }

        idle.Subscribe("idle/#");
        Assert.Equal(0, Allocations.OfThisThread(() => busy.Publish("x"u8)));

        Assert.Single(busy.Handlers);
        Assert.Empty(busy.Attachments);
        Assert.Equal(busy.Sequence, calls);
        Assert.Equal((0, 0), (idle.Count, broker.Pool.Outstanding));
    }

    private static void Publish(Topic[] topics, int messages, Random random)
    {
        byte[] payload = new byte[200];
        for (int i = 0; i < messages; i++)
        {
            foreach (Topic topic in topics)
            {
                int length = random.Next(payload.Length);
                if (random.Next(4) == 0)
                    topic.Publish(payload.AsSpan(0, length), new PublishOptions { Sender = "storm", TimeToLive = TimeSpan.FromDays(1) });
                else
                    topic.Publish(payload.AsSpan(0, length));
            }
        }
    }

    private static void Churn(Broker broker, Topic[] topics, Random random, CancellationToken cancellationToken)
    {
        string[] filters = ["plant/+", "#", "plant/3", "+/5", "other", "plant/0/#"];
        var policies = Enum.GetValues<OutletPolicy>();
        var batch = new RetainedMessage[16];
        while (!cancellationToken.IsCancellationRequested)
        {
            Topic topic = topics[random.Next(topics.Length)];
            using IDisposable handler = broker.Subscribe(filters[random.Next(filters.Length)], static message => message.Retain().Dispose());
            using Outlet outlet = broker.OpenOutlet(new() { Policy = policies[random.Next(policies.Length)], Capacity = 1 + random.Next(20) });
            outlet.Subscribe(filters[random.Next(filters.Length)]);
            outlet.Watch(topic, new ResumePoint(broker.Epoch, Math.Max(0, topic.Sequence - random.Next(100))));
            outlet.WatchOnly(topics[random.Next(topics.Length)], topic);
            Dispose(batch, outlet.TryRead(batch, out _));
            Dispose(batch, topic.ReadHistory(Math.Max(0, topic.Sequence - 10), batch).Count);
            if (topic.TryGetRetained(out RetainedMessage retained))
                retained.Dispose();
        }
    }

    private static void Dispose(RetainedMessage[] messages, int count)
    {
        foreach (RetainedMessage message in messages.AsSpan(0, count))
            message.Dispose();
    }

    /// <summary>How many messages of a topic did not follow the one before.</summary>
    private static async Task<int> ReadAllAsync(Outlet outlet, int count)
    {
        var last = new Dictionary<Topic, long>();
        int wrong = 0;
        while (count > 0 && await outlet.WaitToReadAsync())
        {
            while (outlet.TryRead(out RetainedMessage message))
            {
                wrong += message.Sequence == last.GetValueOrDefault(message.Topic) + 1 ? 0 : 1;
                last[message.Topic] = message.Sequence;
                message.Dispose();
                count--;
            }
        }

        return wrong;
    }

    /// <summary>A handler that looks at the order of each topic.</summary>
    private sealed class OrderKeeper : IDisposable
    {
        private readonly long[] _last = new long[Topics];
        private readonly IDisposable _subscription;
        private int _count;
        private int _wrong;

        public OrderKeeper(Broker broker, string filter) => _subscription = broker.Subscribe(filter, Take);

        public int Count => _count;

        public int Wrong => _wrong;

        public void Dispose() => _subscription.Dispose();

        private void Take(Message message)
        {
            ref long last = ref _last[message.Topic.Id];
            if (message.Sequence != last + 1)
                Interlocked.Increment(ref _wrong);
            last = message.Sequence;
            Interlocked.Increment(ref _count);
        }
    }
}
