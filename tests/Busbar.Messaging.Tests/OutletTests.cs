using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public class OutletTests
{
    private readonly Broker _broker = new();

    [Theory]
    [InlineData(OutletPolicy.DropOldest, "3,4,5", 2)]
    [InlineData(OutletPolicy.DropNewest, "1,2,3", 2)]
    [InlineData(OutletPolicy.LatestPerTopic, "3,4,5", 2)]
    [InlineData(OutletPolicy.Disconnect, "", 4)]
    public void FullByCount_ThePolicyDecides(OutletPolicy policy, string expected, long dropped)
    {
        Outlet outlet = Open(new() { Capacity = 3, Policy = policy });
        Topic topic = _broker.GetTopic("e");
        outlet.Subscribe("e");

        for (int i = 1; i <= 5; i++)
            topic.Publish($"{i}");

        AssertLeft(outlet, policy, expected, dropped);
    }

    [Theory]
    [InlineData(OutletPolicy.DropOldest, "3333,4444", 2)]
    [InlineData(OutletPolicy.DropNewest, "1111,2222", 2)]
    [InlineData(OutletPolicy.LatestPerTopic, "3333,4444", 2)]
    [InlineData(OutletPolicy.Disconnect, "", 3)]
    public void FullByBytes_ThePolicyDecides(OutletPolicy policy, string expected, long dropped)
    {
        Outlet outlet = Open(new() { MaxBytes = 10, Policy = policy });
        Topic topic = _broker.GetTopic("e");
        outlet.Subscribe("e");

        foreach (string text in new[] { "1111", "2222", "3333", "4444" })
            topic.Publish(text);

        AssertLeft(outlet, policy, expected, dropped);
    }

    private void AssertLeft(Outlet outlet, OutletPolicy policy, string expected, long dropped)
    {
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), outlet.Drain());
        Assert.Equal(policy == OutletPolicy.Disconnect, outlet.IsClosed);
        Assert.Equal(policy == OutletPolicy.Disconnect, outlet.HasOverflowed);
        Assert.Equal((dropped, 0), (outlet.Dropped, outlet.Skipped));
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Theory]
    [InlineData(OutletPolicy.DropOldest)]
    [InlineData(OutletPolicy.LatestPerTopic)]
    public void AMessageLargerThanTheOutlet_IsDroppedAndHarmsNoOther(OutletPolicy policy)
    {
        Outlet outlet = Open(new() { MaxBytes = 4, Policy = policy });
        outlet.Subscribe("#");

        _broker.GetTopic("e").Publish("1");
        _broker.GetTopic("s", TopicKind.State).Publish("12345");

        Assert.Equal(["1"], outlet.Drain());
        Assert.Equal(1, outlet.Dropped);
    }

    [Fact]
    public void LatestPerTopic_OfAState_OnlyTheLatestWaitsInItsPlace()
    {
        Outlet outlet = Open(new() { Policy = OutletPolicy.LatestPerTopic });
        Topic a = _broker.GetTopic("a", TopicKind.State);
        Topic b = _broker.GetTopic("b", TopicKind.State);
        Topic e = _broker.GetTopic("e");
        outlet.Subscribe("#");

        a.Publish("a1");
        b.Publish("b1");
        e.Publish("e1");
        e.Publish("e2");
        a.Publish("a2");
        a.Publish("a3");

        Assert.Equal(["a3", "b1", "e1", "e2"], outlet.Drain());
        Assert.Equal((4, 2, 0), (outlet.Delivered, outlet.Skipped, outlet.Dropped));
        a.Publish("a4");
        Assert.Equal(["a4"], outlet.Drain());
        Assert.Equal(2, outlet.Skipped);
    }

    [Fact]
    public void LatestPerTopic_AStateThatGrowsBeyondTheBytes_PushesOutTheOldest()
    {
        Outlet outlet = Open(new() { Policy = OutletPolicy.LatestPerTopic, MaxBytes = 8 });
        Topic a = _broker.GetTopic("a", TopicKind.State);
        Topic b = _broker.GetTopic("b", TopicKind.State);
        outlet.Subscribe("#");

        a.Publish("aaaa");
        b.Publish("bbbb");
        b.Publish("bbbbbb");

        Assert.Equal(6, outlet.Bytes);
        Assert.Equal(["bbbbbb"], outlet.Drain());
        Assert.Equal((1, 1), (outlet.Skipped, outlet.Dropped));
        a.Publish("a");
        Assert.Equal(["a"], outlet.Drain());
    }

    [Fact]
    public void Watch_GivesTheRetainedStateFirst_AndATopicNamedTwiceComesOnce()
    {
        Topic state = _broker.GetTopic("plant/s", TopicKind.State);
        state.Publish("1");
        Outlet outlet = Open(new());

        outlet.Watch(state);
        outlet.Subscribe("plant/#");
        outlet.Subscribe("#");
        state.Publish("2");

        Assert.Equal(["1", "2"], outlet.Drain());
        outlet.Unwatch(state);
        outlet.Unsubscribe("plant/#");
        state.Publish("3");
        Assert.Equal(["3"], outlet.Drain());
        outlet.Unsubscribe("#");
        state.Publish("4");
        Assert.Empty(outlet.Drain());
        Assert.Equal(0, outlet.TopicCount);
    }

    [Fact]
    public void SubscribeAndUnsubscribe_InsideAHandler_UndoTheirOwnFilterOnly()
    {
        Topic topic = _broker.GetTopic("plant/e");
        Outlet outlet = Open(new());
        outlet.Subscribe("plant/#");
        using IDisposable handler = _broker.Subscribe("plant/e", message =>
        {
            outlet.Subscribe("#");
            outlet.Unsubscribe("#");
        });

        topic.Publish("1");
        topic.Publish("2");

        Assert.Equal(["1", "2"], outlet.Drain());
        Assert.Single(topic.Attachments);
    }

    [Fact]
    public void Dispose_InsideAHandler_LeavesAllTopicsBehindTheCurrentMessage()
    {
        Topic topic = _broker.GetTopic("e");
        Outlet outlet = Open(new());
        outlet.Subscribe("#");
        outlet.Watch(topic);
        using IDisposable handler = _broker.Subscribe("e", _ => outlet.Dispose());

        topic.Publish("1");

        Assert.Empty(topic.Attachments);
        Assert.Equal((0, 0), (_broker.OutletCount, _broker.Pool.Outstanding));
    }

    [Fact]
    public void TheMeter_TellsWhatWasDeliveredSkippedAndDropped()
    {
        var counts = new Dictionary<string, long>();
        Outlet outlet = Open(new() { Policy = OutletPolicy.LatestPerTopic, Capacity = 1 });
        outlet.Subscribe("#");
        Topic state = _broker.GetTopic("s", TopicKind.State);
        state.Publish("1");
        state.Publish("2");
        _broker.Publish("e", "3"u8);
        outlet.Drain();
        outlet.Dispose();

        Assert.Equal(new OutletCounts(1, 1, 1, 0, 0, 0, 0), _broker.OutletCounts);
        Assert.Equal(3, _broker.Published);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Busbar.Messaging")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.True(counts["busbar.messaging.outlets.skipped"] >= 1); // of all brokers in the process
    }

    [Fact]
    public void WatchOnly_ReplacesWhatIsWatched_TakesBackWhatWaitsAndGivesTheRestAnew()
    {
        Topic[] topics = [.. Enumerable.Range(0, 4).Select(i => _broker.GetTopic($"s{i}", TopicKind.State))];
        foreach (Topic topic in topics)
            topic.Publish(topic.Name);
        Outlet outlet = Open(new() { Policy = OutletPolicy.LatestPerTopic });
        outlet.WatchOnly(topics[0], topics[1]);

        outlet.WatchOnly(topics[1], topics[2]);
        Assert.Equal(["s1", "s2"], outlet.Drain());

        outlet.WatchOnly(topics[1], topics[3]);
        Assert.Equal(["s1", "s3"], outlet.Drain());
        Assert.Equal(2, outlet.TopicCount);
        Assert.Empty(topics[0].Attachments);
    }

    [Fact]
    public void WatchingAndUnwatching_WithoutReading_DoesNotGrowTheQueue()
    {
        Topic[] topics = [.. Enumerable.Range(0, 50).Select(i => _broker.GetTopic($"s{i}", TopicKind.State))];
        foreach (Topic topic in topics)
            topic.Publish("x");
        Outlet outlet = Open(new() { Policy = OutletPolicy.LatestPerTopic, Capacity = 50 });

        for (int i = 0; i < 200; i++)
        {
            outlet.WatchOnly(topics[..25]);
            outlet.WatchOnly(topics[25..]);
        }

        Assert.Equal((25, 0), (outlet.Count, outlet.Dropped));
        Assert.Equal(25, outlet.Drain().Count);
    }

    [Fact]
    public async Task WaitToRead_EndsWithAMessage_AWakeACloseOrItsToken()
    {
        Outlet outlet = Open(new());
        Topic topic = _broker.GetTopic("e");
        outlet.Subscribe("e");

        Task<bool> wait = outlet.WaitToReadAsync().AsTask();
        Assert.False(wait.IsCompleted);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await outlet.WaitToReadAsync());
        topic.Publish("1");
        Assert.True(await wait);
        outlet.Drain();

        wait = outlet.WaitToReadAsync().AsTask();
        outlet.Wake();
        Assert.True(await wait);
        outlet.Wake();
        Assert.True(await outlet.WaitToReadAsync());

        using var cancellation = new CancellationTokenSource();
        wait = outlet.WaitToReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAsync<OperationCanceledException>(async () => await wait);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);

        wait = outlet.WaitToReadAsync().AsTask();
        outlet.Dispose();
        Assert.False(await wait);
        Assert.False(await outlet.WaitToReadAsync());
    }

    [Fact]
    public async Task WaitToRead_BesideAPublisher_LosesNoWakeUp()
    {
        const int Messages = 50_000;
        Outlet outlet = Open(new() { Capacity = Messages });
        Topic topic = _broker.GetTopic("e");
        outlet.Subscribe("e");

        Task publisher = Task.Run(() =>
        {
            for (int i = 0; i < Messages; i++)
                topic.Publish("x"u8);
        });
        int count = 0;
        while (count < Messages && await outlet.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)))
            count += outlet.Drain().Count;
        await publisher;

        Assert.Equal(Messages, count);
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Fact]
    public async Task ReadAll_GivesWhatIsPublishedAndEndsWithItsToken()
    {
        using var cancellation = new CancellationTokenSource();
        await using IAsyncEnumerator<RetainedMessage> messages = _broker.ReadAllAsync("plant/#", cancellation.Token).GetAsyncEnumerator();
        ValueTask<bool> next = messages.MoveNextAsync();
        _broker.Publish("plant/a", "1"u8);

        Assert.True(await next);
        Assert.Equal("1"u8, messages.Current.Payload);
        messages.Current.Dispose();
        next = messages.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await next);

        Assert.Equal((0, 0), (_broker.OutletCount, _broker.Pool.Outstanding));
        Assert.Throws<ArgumentException>(() => { _broker.ReadAllAsync("a#"); });
    }

    [Fact]
    public void Publish_ToOutletsDrainedInBatches_AllocatesNothing()
    {
        Topic events = _broker.GetTopic("e");
        Topic state = _broker.GetTopic("s", TopicKind.State);
        Outlet[] outlets = [Open(new()), Open(new() { Policy = OutletPolicy.LatestPerTopic }), Open(new() { Capacity = 4 })];
        foreach (Outlet outlet in outlets)
            outlet.Subscribe("#");
        var batch = new RetainedMessage[8];

        long allocated = Allocations.OfThisThread(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                events.Publish("41.7"u8);
                state.Publish("41.7"u8);
            }

            foreach (Outlet outlet in outlets)
            {
                int count;
                while ((count = outlet.TryRead(batch)) > 0)
                {
                    foreach (RetainedMessage message in batch.AsSpan(0, count))
                        message.Dispose();
                }
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(1, _broker.Pool.Outstanding); // the retained state
    }

    [Fact]
    public void WaitingForEachMessage_AllocatesNothing()
    {
        Topic topic = _broker.GetTopic("e");
        Outlet outlet = Open(new());
        outlet.Subscribe("e");
        using var cancellation = new CancellationTokenSource();
        int messages = 0;
        int waits = 0;

        long allocated = Allocations.OfThisThread(() =>
        {
            messages++;
            ValueTask<bool> wait = outlet.WaitToReadAsync(cancellation.Token);
            if (!wait.IsCompleted)
                waits++;
            topic.Publish("41.7"u8);
            if (wait.IsCompletedSuccessfully && wait.Result && outlet.TryRead(out RetainedMessage message))
                message.Dispose();
        });

        Assert.Equal(0, allocated);
        Assert.Equal((messages, messages), (waits, outlet.Delivered));
    }

    [Fact]
    public async Task EveryBlockGoesBackToThePool_WhateverBecomesOfItsMessages()
    {
        var random = new Random(7);
        Topic[] topics = [.. Enumerable.Range(0, 20).Select(i => _broker.GetTopic($"t/{i}", i % 2 == 0 ? TopicKind.State : TopicKind.Event))];
        Outlet[] outlets = [.. Enum.GetValues<OutletPolicy>().Select(policy => Open(new() { Policy = policy, Capacity = 16, MaxBytes = 2000 }))];
        foreach (Outlet outlet in outlets)
            outlet.Subscribe("t/#");

        Task reader = Task.Run(() =>
        {
            var batch = new RetainedMessage[5];
            for (int i = 0; i < 3_000; i++)
            {
                int count = outlets[i % outlets.Length].TryRead(batch);
                for (int m = 0; m < count; m++)
                {
                    using RetainedMessage second = batch[m].Retain();
                    batch[m].Dispose();
                }
            }
        });
        for (int i = 0; i < 10_000; i++)
        {
            topics[random.Next(topics.Length)].Publish(new byte[random.Next(300)]);
            if (i % 100 == 0)
                outlets[1].WatchOnly(topics[random.Next(topics.Length)]);
        }

        await reader;
        foreach (Outlet outlet in outlets)
            outlet.Dispose();
        Assert.Equal(topics.Count(topic => topic.Kind == TopicKind.State), _broker.Pool.Outstanding);
        _broker.Dispose();

        Assert.Equal((0, 0), (_broker.Pool.Outstanding, _broker.RetainedBytes));
    }

    private Outlet Open(OutletOptions options) => _broker.OpenOutlet(options);
}
