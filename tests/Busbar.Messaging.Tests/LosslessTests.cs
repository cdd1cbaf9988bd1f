using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class LosslessTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;
    private readonly Topic _topic;

    public LosslessTests()
    {
        _broker = new Broker(new() { TimeProvider = _time });
        _topic = _broker.GetTopic("e");
    }

    public void Dispose()
    {
        _broker.Dispose();
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Fact]
    public void TryPublish_WhenOneOutletIsFull_ReachesNobody()
    {
        using Outlet roomy = Open(new() { Policy = OutletPolicy.Wait });
        using Outlet narrow = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        using Outlet lossy = Open(new() { Capacity = 1 });
        int calls = 0;
        using IDisposable handler = _broker.Subscribe("e", _ => calls++);

        Assert.True(_topic.TryPublish("1"u8));
        Assert.False(_topic.TryPublish("2"u8));
        Assert.False(_topic.TryPublish("3"u8, new PublishOptions { Sender = "me" }, out long sequence));

        Assert.Equal((0, 1, 1), (sequence, _topic.Sequence, calls));
        Assert.Equal(["1"], narrow.Drain());
        Assert.True(_topic.TryPublish("4"u8, default, out sequence));
        Assert.Equal(2, sequence);
        Assert.Equal(["1", "4"], roomy.Drain());
        Assert.Equal(["4"], lossy.Drain());
        Assert.Equal((0, 0, 1), (roomy.Dropped, narrow.Dropped, lossy.Dropped));
    }

    [Fact]
    public void TryPublish_ByOctets_CountsThem_AndTakesOneThatIsTooLongWhenNothingElseWaits()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, MaxBytes = 4 });

        Assert.True(_topic.TryPublish("12345"u8));
        Assert.False(_topic.TryPublish(""u8));
        outlet.Drain();
        Assert.True(_topic.TryPublish("123"u8));
        Assert.False(_topic.TryPublish("12"u8));
        Assert.True(_topic.TryPublish("1"u8));

        Assert.Equal(["123", "1"], outlet.Drain());
    }

    [Fact]
    public void Publish_IntoAFullLosslessOutlet_IsDroppedThereAndCounted()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        _topic.Publish("1");
        _topic.Publish("2");

        var messages = new RetainedMessage[4];
        Assert.Equal(1, outlet.TryRead(messages, out _));
        messages[0].Dispose();
        _topic.Publish("3");
        Assert.Equal(1, outlet.TryRead(messages, out OutletLoss loss));
        messages[0].Dispose();

        Assert.Equal(new OutletLoss(0, 1, 0), loss);
        Assert.Equal(1, outlet.Dropped);
    }

    [Fact]
    public async Task PublishAsync_WaitsForRoomInItsTurn()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, Capacity = 2 });
        Assert.Equal(1, await _topic.PublishAsync("1"u8));
        Assert.Equal(2, await _topic.PublishAsync("2"u8, new PublishOptions { Sender = "b" }));

        Task<long> third = _topic.PublishAsync("3"u8, new PublishOptions { Sender = "c" }).AsTask();
        Task<long> fourth = _topic.PublishAsync("4"u8).AsTask();
        Assert.False(third.IsCompleted);
        Assert.False(_topic.TryPublish("5"u8));
        Assert.Equal(2, _topic.Sequence);
        Assert.Equal(["1"], Take(outlet, 1));

        Assert.Equal(3, await third);
        Assert.False(fourth.IsCompleted);
        Assert.Equal(["2", "3"], Take(outlet, 2));
        Assert.Equal(4, await fourth);
        Assert.Equal(["4"], outlet.Drain());
    }

    [Fact]
    public async Task PublishAsync_Cancelled_IsNotPublishedAndLetsTheNextGo()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, MaxBytes = 4 });
        await _topic.PublishAsync("123"u8);
        using var cancellation = new CancellationTokenSource();
        Task<long> large = _topic.PublishAsync("45678"u8, cancellation.Token).AsTask();
        Task<long> small = _topic.PublishAsync("9"u8).AsTask();

        await cancellation.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Equal(2, await small);
        Assert.Equal(["123", "9"], outlet.Drain());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _topic.PublishAsync(""u8, cancellation.Token));
    }

    [Fact]
    public async Task PublishAsync_GoesOnWhenTheFullOutletLeaves()
    {
        Outlet disposed = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        await _topic.PublishAsync("1"u8);
        Task<long> second = _topic.PublishAsync("2"u8).AsTask();
        disposed.Dispose();
        Assert.Equal(2, await second);

        using Outlet left = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        await _topic.PublishAsync("3"u8);
        Task<long> fourth = _topic.PublishAsync("4"u8).AsTask();
        left.Unwatch(_topic);
        Assert.Equal(4, await fourth);
    }

    [Fact]
    public async Task PublishAsync_ThatWaitsWhenTheBrokerEnds_Fails()
    {
        Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        int calls = 0;
        using IDisposable handler = _broker.Subscribe("other", _ => calls++);
        await _topic.PublishAsync("1"u8);
        Task<long> second = _topic.PublishAsync("2"u8).AsTask();

        _broker.Dispose();

        // The outlet, closing, made room; or the end came first. Either way nobody waits for ever.
        Exception? exception = await Record.ExceptionAsync(() => second);
        Assert.True(exception is null or ObjectDisposedException, $"{exception}");
        Assert.True(outlet.IsClosed);
    }

    [Fact]
    public async Task PublishAsync_WhoseTimePassesWhileItWaits_IsNotPublished()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        await _topic.PublishAsync("1"u8);
        Task<long> second = _topic.PublishAsync("2"u8, new PublishOptions { TimeToLive = TimeSpan.FromSeconds(1) }).AsTask();
        Task<long> third = _topic.PublishAsync("3"u8).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1));
        outlet.Drain();

        Assert.Equal((0, 2), (await second, await third));
        Assert.Equal(["3"], outlet.Drain());
        Assert.Equal(1, _broker.Expired);
    }

    [Fact]
    public async Task InsideAHandler_PublishAsyncIsQueued_AndTryPublishRefuses()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait });
        Task<long>? published = null;
        Exception? thrown = null;
        using IDisposable handler = _broker.Subscribe("question", _ =>
        {
            published = _topic.PublishAsync("answer"u8).AsTask();
            thrown = Record.Exception(() => _topic.TryPublish(""u8));
        });

        _broker.Publish("question", ""u8);

        Assert.Equal(1, await published!);
        Assert.Equal(["answer"], outlet.Drain());
        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public async Task TwoTopicsThatShareTwoNarrowOutlets_BothComeThroughInOrder()
    {
        const int messages = 2_000;
        Topic other = _broker.GetTopic("f");
        Outlet[] outlets = [Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 }), Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 })];
        foreach (Outlet outlet in outlets)
            outlet.Watch(other);

        Task<int>[] readers = [.. outlets.Select(outlet => Task.Run(() => ReadAsync(outlet, 2 * messages)))];
        await Task.WhenAll(Task.Run(() => PublishAsync(_topic)), Task.Run(() => PublishAsync(other))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(new[] { 0, 0 }, await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal((0, 0), (outlets[0].Dropped, outlets[1].Dropped));
        foreach (Outlet outlet in outlets)
            outlet.Dispose();

        static async Task PublishAsync(Topic topic)
        {
            for (int i = 0; i < messages; i++)
                await topic.PublishAsync("x"u8);
        }
    }

    [Fact]
    public void PublishAsync_WithRoom_AllocatesNothing()
    {
        using Outlet outlet = Open(new() { Policy = OutletPolicy.Wait });
        bool isPublished = true;

        long allocated = Allocations.OfThisThread(() =>
        {
            ValueTask<long> publish = _topic.PublishAsync("41.7"u8);
            isPublished &= publish.IsCompletedSuccessfully && publish.Result > 0 && _topic.TryPublish("41.8"u8);
            for (int i = 0; i < 2; i++)
            {
                if (outlet.TryRead(out RetainedMessage message))
                    message.Dispose();
            }
        });

        Assert.True(isPublished);
        Assert.Equal(0, allocated);
    }

    /// <summary>How many messages of a topic did not follow the one before.</summary>
    private static async Task<int> ReadAsync(Outlet outlet, int count)
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

    private static List<string> Take(Outlet outlet, int count)
    {
        var texts = new List<string>();
        for (int i = 0; i < count && outlet.TryRead(out RetainedMessage message); i++)
        {
            texts.Add(System.Text.Encoding.UTF8.GetString(message.Payload));
            message.Dispose();
        }

        return texts;
    }

    private Outlet Open(OutletOptions options)
    {
        Outlet outlet = _broker.OpenOutlet(options);
        outlet.Watch(_topic);
        return outlet;
    }
}
