using System.Text;

namespace Busbar.Messaging.Tests;

public class PublishTests
{
    [Fact]
    public void Publish_ReachesMatchingHandlersOnly()
    {
        using var broker = new Broker();
        var received = new List<string>();
        broker.Subscribe("plant/+/3/#", message => received.Add($"{message.Topic} {message.Text()} {message.Sequence}"));

        broker.Publish("plant/feeder/3/power", "41.7"u8);
        broker.Publish("plant/feeder/4/power", "1"u8);
        broker.Publish("plant/feeder/3/power", "41.8"u8);

        Assert.Equal(["plant/feeder/3/power 41.7 1", "plant/feeder/3/power 41.8 2"], received);
    }

    [Fact]
    public void Subscribe_ToAState_GetsTheRetainedValueFirst()
    {
        using var broker = new Broker();
        Topic state = broker.GetTopic("s", TopicKind.State);
        state.Publish("old");
        state.Publish("new");
        var received = new List<string>();

        using IDisposable subscription = broker.Subscribe("#", message => received.Add($"{message.Text()} {message.Sequence}"));
        state.Publish("later");

        Assert.Equal(["new 2", "later 3"], received);
    }

    [Fact]
    public void Subscribe_ToAnEvent_GetsNothingOld()
    {
        using var broker = new Broker();
        broker.Publish("e", "old"u8);
        var received = new List<string>();

        broker.Subscribe("#", message => received.Add(message.Text()));

        Assert.Empty(received);
    }

    [Fact]
    public void Dispose_OfASubscription_EndsIt()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("e");
        int count = 0;
        IDisposable subscription = broker.Subscribe("e", _ => count++);

        topic.Publish("1");
        subscription.Dispose();
        subscription.Dispose();
        topic.Publish("2");

        Assert.Equal(1, count);
        Assert.False(topic.HasSubscribers);
    }

    [Fact]
    public void Publish_InsideAHandler_IsQueuedBehindTheCurrentMessage()
    {
        using var broker = new Broker();
        Topic first = broker.GetTopic("first");
        Topic second = broker.GetTopic("second");
        var received = new List<string>();
        broker.Subscribe("first", message =>
        {
            if (message.Sequence == 1)
            {
                second.Publish("answer");
                first.Publish("again");
                received.Add("asked");
            }
        });
        broker.Subscribe("#", message => received.Add($"{message.Topic} {message.Text()}"));

        first.Publish("question");

        Assert.Equal(["asked", "first question", "second answer", "first again"], received);
    }

    [Fact]
    public void Publish_HandlersThatAnswerEachOtherForEver_EndAtTheBoundAndAreCounted()
    {
        using var broker = new Broker(new() { MaxNestedPublishes = 100 });
        Topic ping = broker.GetTopic("ping");
        Topic pong = broker.GetTopic("pong");
        broker.Subscribe("ping", _ => pong.Publish(""));
        broker.Subscribe("pong", _ => ping.Publish(""));

        ping.Publish("");

        Assert.Equal(101, ping.Sequence + pong.Sequence);
        Assert.Equal(1, broker.NestedDropped);
        ping.Publish("");
        Assert.Equal(202, ping.Sequence + pong.Sequence);
        Assert.Equal(0, broker.Pool.Outstanding);
    }

    [Fact]
    public void SubscribeAndUnsubscribe_InsideAHandler_TakeEffectBehindTheCurrentMessage()
    {
        using var broker = new Broker();
        Topic state = broker.GetTopic("s", TopicKind.State);
        var received = new List<string>();
        IDisposable? inner = null;
        IDisposable outer = null!;
        outer = broker.Subscribe("s", message =>
        {
            received.Add("outer " + message.Text());
            outer.Dispose();
            inner = broker.Subscribe("s", late => received.Add("inner " + late.Text()));
            received.Add("subscribed");
        });

        state.Publish("1");
        state.Publish("2");

        Assert.NotNull(inner);
        Assert.Equal(["outer 1", "subscribed", "inner 1", "inner 2"], received);
    }

    [Fact]
    public void Publish_AHandlerThatThrows_IsCountedAndTheOthersGetTheMessage()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("e");
        var received = new List<string>();
        broker.Subscribe("e", _ => received.Add("a"));
        broker.Subscribe("e", _ => throw new InvalidOperationException("no"));
        broker.Subscribe("e", _ => received.Add("b"));

        topic.Publish("1");
        topic.Publish("2");

        Assert.Equal(["a", "b", "a", "b"], received);
        Assert.Equal(2, broker.HandlerFailures);
    }

    [Fact]
    public void Retain_KeepsTheMessage_SharedByAllWhoKeepIt()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("e");
        var kept = new List<RetainedMessage>();
        broker.Subscribe("e", message => kept.Add(message.Retain()));
        broker.Subscribe("e", message => kept.Add(message.Retain()));

        topic.Publish("1");
        topic.Publish("2");

        Assert.Equal(2, broker.Pool.Outstanding);
        Assert.Equal(["1", "1", "2", "2"], kept.Select(message => Encoding.UTF8.GetString(message.Payload)));
        Assert.Equal([1, 1, 2, 2], kept.Select(message => message.Sequence));
        kept.ForEach(message => message.Dispose());
        Assert.Equal(0, broker.Pool.Outstanding);
        Assert.Throws<ObjectDisposedException>(() => kept[0].Payload.Length);
    }

    [Fact]
    public void Retain_OfAState_IsNotOverwrittenByTheNext()
    {
        using var broker = new Broker();
        Topic state = broker.GetTopic("s", TopicKind.State);
        state.Publish("first");
        Assert.True(state.TryGetRetained(out RetainedMessage kept));

        state.Publish("other");

        Assert.Equal("first"u8, kept.Payload);
        kept.Dispose();
        Assert.Equal(1, broker.Pool.Outstanding);
    }

    [Fact]
    public async Task Publish_FromSeveralThreads_IsSeenInOneOrderByAll()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("e");
        const int Threads = 4;
        const int Messages = 5_000;
        var first = new List<string>();
        var second = new List<string>();
        using Outlet outlet = broker.OpenOutlet(new() { Capacity = Threads * Messages });
        broker.Subscribe("e", message => first.Add(message.Text()));
        broker.Subscribe("e", message => second.Add(message.Text()));
        outlet.Subscribe("e");

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Messages; i++)
                topic.Publish($"{thread} {i}");
        })));

        Assert.Equal(Threads * Messages, first.Count);
        Assert.Equal(first, second);
        Assert.Equal(first, outlet.Drain());
        foreach (IGrouping<string, string> thread in first.GroupBy(text => text.Split(' ')[0]))
            Assert.Equal(Enumerable.Range(0, Messages), thread.Select(text => int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task HandlersThatPublishToEachOthersTopics_OnTwoThreads_DoNotDeadlock()
    {
        using var broker = new Broker();
        Topic left = broker.GetTopic("left");
        Topic right = broker.GetTopic("right");
        int echoes = 0;
        broker.Subscribe("left", message => Echo(message, right));
        broker.Subscribe("right", message => Echo(message, left));

        await Task.WhenAll(Task.Run(() => PublishMany(left)), Task.Run(() => PublishMany(right))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(20_000, echoes);

        void Echo(Message message, Topic other)
        {
            if (message.Payload.Length == 0)
                Interlocked.Increment(ref echoes);
            else
                other.Publish([]);
        }

        static void PublishMany(Topic topic)
        {
            for (int i = 0; i < 10_000; i++)
                topic.Publish("x"u8);
        }
    }

    [Fact]
    public async Task SubscriptionsThatComeAndGo_CostASteadySubscriberNothing()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("plant/a", TopicKind.State);
        long expected = 1;
        int gaps = 0;
        broker.Subscribe("plant/#", message => gaps += message.Sequence == expected++ ? 0 : 1);
        using Outlet steady = broker.OpenOutlet(new() { Capacity = 100_000 });
        steady.Subscribe("#");
        var random = new Random(20260101);
        var seeds = new[] { random.Next(), random.Next() };

        Task storm = Task.WhenAll(seeds.Select(seed => Task.Run(() => Storm(broker, topic, seed))));
        for (int i = 0; i < 20_000; i++)
            topic.Publish("value"u8);
        await storm;

        Assert.Equal(0, gaps);
        Assert.Equal(20_001, expected);
        Assert.Equal(20_000, steady.Drain().Count);
        Assert.Single(topic.Handlers);
        Assert.Single(topic.Attachments);
    }

    private static void Storm(Broker broker, Topic topic, int seed)
    {
        var random = new Random(seed);
        string[] filters = ["plant/+", "#", "plant/a", "+/a", "other"];
        for (int i = 0; i < 1_000; i++)
        {
            using IDisposable handler = broker.Subscribe(filters[random.Next(filters.Length)], static _ => { });
            using Outlet outlet = broker.OpenOutlet(new() { Policy = OutletPolicy.LatestPerTopic });
            outlet.Subscribe(filters[random.Next(filters.Length)]);
            outlet.Watch(topic);
            outlet.WatchOnly();
        }
    }

    [Fact]
    public async Task Snapshot_BesideLivePublishes_IsFollowedByEachLaterMessageAndNoEarlierOne()
    {
        using var broker = new Broker();
        Topic state = broker.GetTopic("s", TopicKind.State);
        state.Publish("x"u8);
        using var stop = new CancellationTokenSource();
        Task publisher = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                state.Publish("x"u8);
        });

        int wrong = 0;
        for (int i = 0; i < 500; i++)
        {
            long last = 0;
            int count = 0;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (broker.Subscribe("s", message =>
            {
                if (last != 0 && message.Sequence != last + 1)
                    wrong++;
                last = message.Sequence;
                if (++count == 3)
                    enough.TrySetResult();
            }))
            {
                Assert.True(last > 0, "The retained value comes before Subscribe returns.");
                await enough.Task;
            }
        }

        await stop.CancelAsync();
        await publisher;
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void IdleSubscribers_LeaveTheArraysOfOtherTopicsAlone()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("busy");
        broker.Subscribe("busy", static _ => { });
        HandlerSubscription[] before = topic.Handlers;

        for (int i = 0; i < 10_000; i++)
            broker.Subscribe("idle/+/x", static _ => { });
        broker.GetTopic("idle/1/x");

        Assert.Same(before, topic.Handlers);
    }

    [Fact]
    public void Bounds_OfTopicsKindsAndPayloads_AreKept()
    {
        using var broker = new Broker(new() { MaxTopics = 2, MaxPayloadBytes = 4 });
        Topic topic = broker.GetTopic("a");
        broker.GetTopic("b", TopicKind.State);

        TopicLimitException limit = Assert.Throws<TopicLimitException>(() => broker.GetTopic("c"));
        Assert.Equal(("c", 2), (limit.TopicName, limit.Limit));
        Assert.Throws<TopicKindException>(() => broker.GetTopic("b"));
        Assert.Throws<ArgumentException>(() => topic.Publish("12345"));
        Assert.Equal((0, 1), (topic.Id, broker.GetTopic("b", TopicKind.State).Id));
    }

    [Fact]
    public void RetainedBytes_BeyondTheBound_AreDeliveredButNotRetainedAndCounted()
    {
        using var broker = new Broker(new() { MaxRetainedBytes = 128 });
        var received = new List<string>();
        broker.Subscribe("#", message => received.Add(message.Text()));
        Topic[] states = [.. Enumerable.Range(0, 3).Select(i => broker.GetTopic($"s{i}", TopicKind.State))];

        foreach (Topic state in states)
            state.Publish("x");
        states[0].Publish(new byte[100]);

        Assert.Equal(4, received.Count);
        Assert.Equal(2, broker.NotRetained);
        Assert.Equal(64, broker.RetainedBytes);
        Assert.False(states[0].TryGetRetained(out _));
        Assert.Equal(1, broker.Pool.Outstanding);
    }

    [Fact]
    public void Publish_ToEightHandlers_AllocatesNothing()
    {
        using var broker = new Broker();
        Topic events = broker.GetTopic("plant/e");
        Topic state = broker.GetTopic("plant/s", TopicKind.State);
        long octets = 0;
        long rounds = 0;
        for (int i = 0; i < 8; i++)
            broker.Subscribe("plant/#", message => octets += message.Payload.Length);

        long allocated = Busbar.Testing.Allocations.OfThisThread(() =>
        {
            rounds++;
            events.Publish("41.7"u8);
            state.Publish("41.7"u8);
            broker.Publish("plant/e", "41.7"u8);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(rounds * 3 * 8 * 4, octets);
    }

    [Fact]
    public void Dispose_OfTheBroker_ReturnsEveryBlock()
    {
        var broker = new Broker();
        for (int i = 0; i < 100; i++)
            broker.GetTopic($"s{i}", TopicKind.State).Publish(new byte[i * 50]);
        Outlet outlet = broker.OpenOutlet();
        outlet.Subscribe("#");
        Assert.Equal(100, outlet.Count);

        broker.Dispose();

        Assert.True(outlet.IsClosed);
        Assert.Equal((0, 0), (broker.Pool.Outstanding, broker.RetainedBytes));
        Assert.Throws<ObjectDisposedException>(() => broker.Subscribe("#", static _ => { }));
    }
}
