using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public class SeriesFeedTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1767225600000);

    private readonly Broker _broker = new();
    private readonly SeriesRegistry _registry = new();
    private readonly SeriesFeed _feed;
    private readonly Series _power;

    public SeriesFeedTests()
    {
        _feed = new SeriesFeed(_broker, new() { Series = _registry });
        _power = _registry.Group("feeder", ("bay", "3")).Field("power");
    }

    [Fact]
    public void Write_WithoutSubscribers_EncodesNothing_AndALaterOneGetsThePresentValueAtOnce()
    {
        for (int i = 0; i < 1_000; i++)
            Write(i);
        Assert.Equal(0, _feed.Encoded);
        using Outlet outlet = _feed.Open(1 << 20);

        _feed.Watch(outlet, [_power.Index]);

        Assert.Equal(["[0,999,1767225600999]"], outlet.Drain());
        Assert.Equal(1, _feed.Encoded);
        Assert.True(_feed.TryGetLatest(_power, out Sample latest));
        Assert.Equal(999, latest.AsInt64());
    }

    [Fact]
    public void Write_WithSeveralSubscribers_EncodesOnceForAll()
    {
        Write(0);
        using Outlet first = _feed.Open(1 << 20);
        using Outlet second = _feed.Open(1 << 20);
        _feed.Watch(first, [_power.Index]);
        _feed.Watch(second, [_power.Index]);
        int calls = 0;
        using IDisposable handler = _broker.Subscribe("feeder/3/power", _ => calls++);
        Assert.Equal(1, _feed.Encoded);

        Write(1);

        Assert.Equal(2, _feed.Encoded);
        Assert.Equal(["[0,1,1767225600001]"], first.Drain());
        Assert.Equal(["[0,1,1767225600001]"], second.Drain());
        Assert.Equal(2, calls);
        Assert.Equal((1, 1), (first.Skipped, second.Skipped));
    }

    [Fact]
    public void Write_Backfill_NeverReplacesTheLiveValue_AndIsCounted()
    {
        Write(5);

        _feed.Write([new Sample(_power, 6L, Start.AddMilliseconds(6)).WithTimeFlags(TimeFlags.Backfill | TimeFlags.SourceTime)]);

        Assert.True(_feed.TryGetLatest(_power, out Sample latest));
        Assert.Equal(5, latest.AsInt64());
        Assert.Equal((1, 0, 2, 0), (_feed.Backfilled, _feed.SetBack, _feed.SamplesIn, _feed.SamplesRejected));
    }

    [Fact]
    public void Write_WithoutValue_IsToldWithTheLastValue_AlsoToWhoComesLater()
    {
        using Outlet outlet = _feed.Open(1 << 20);
        _feed.Write([WithoutValue(0)]);
        _feed.Watch(outlet, [_power.Index]);
        Assert.Equal(["[0,null,1767225600000,2048]"], outlet.Drain());

        Write(7);
        _feed.Write([WithoutValue(8)]);
        _feed.Write([WithoutValue(9)]);

        using Outlet later = _feed.Open(1 << 20);
        _feed.Watch(later, [_power.Index]);
        Assert.Equal(["[0,null,1767225600009,2048,7,1767225600007]"], outlet.Drain());
        Assert.Equal(["[0,null,1767225600009,2048,7,1767225600007]"], later.Drain());

        Write(10);
        Assert.Equal(["[0,10,1767225600010]"], later.Drain());

        Sample WithoutValue(int milliseconds) => Sample.WithoutValue(_power, Quality.NotConnected, UnixTime.ToNanoseconds(Start.AddMilliseconds(milliseconds)));
    }

    [Fact]
    public void Write_OlderThanTheLiveValue_ReplacesIt_AndIsCounted()
    {
        Write(5);
        using Outlet outlet = _feed.Open(1 << 20);
        _feed.Watch(outlet, [_power.Index]);
        outlet.Drain();

        Write(4); // the source's clock was set back

        Assert.True(_feed.TryGetLatest(_power, out Sample latest));
        Assert.Equal(4, latest.AsInt64());
        Assert.Single(outlet.Drain());
        Assert.Equal((1, 2, 0), (_feed.SetBack, _feed.SamplesIn, _feed.SamplesRejected));
    }

    [Fact]
    public void Write_OfAnotherRegistryOrATextTooLong_IsRejectedAndCounted()
    {
        Series foreign = new SeriesRegistry().Group("x").Field("y");
        var feed = new SeriesFeed(_broker, new() { Series = _registry, MaxTextLength = 3 });

        feed.Write([new Sample(foreign, 1.0, Start), new Sample(_power, "1234", Start), new Sample(_power, "123", Start), default]);

        Assert.Equal((1, 3), (feed.SamplesIn, feed.SamplesRejected));
    }

    [Fact]
    public void Write_BeyondTheBrokersTopics_IsRejectedAndTheFeedSaysSo()
    {
        using var broker = new Broker(new() { MaxTopics = 1 });
        var feed = new SeriesFeed(broker, new() { Series = _registry });
        Assert.Equal(SinkState.Ok, feed.Health.State);

        feed.Write([new Sample(_power, 1.0, Start), new Sample(_registry.Group("other").Field("x"), 1.0, Start)]);

        Assert.Equal((1, 1), (feed.SamplesIn, feed.SamplesRejected));
        Assert.Equal(SinkState.Degraded, feed.Health.State);
    }

    [Fact]
    public void WatchAll_TakesSeriesToComeToo_UntilSomethingElseIsWatched()
    {
        Write(1);
        using Outlet outlet = _feed.Open(1 << 20);
        _feed.WatchAll(outlet);
        Series late = _registry.Group("late").Field("x");

        _feed.Write([new Sample(late, 2L, Start)]);

        Assert.Equal(["[0,1,1767225600001]", "[1,2,1767225600000]"], outlet.Drain());
        _feed.Watch(outlet, [late.Index, 77, -1]);
        Assert.Equal(["[1,2,1767225600000]"], outlet.Drain());
        _feed.Write([new Sample(_registry.Group("later").Field("x"), 3L, Start), new Sample(_power, 9L, Start.AddSeconds(1))]);
        Assert.Empty(outlet.Drain());
    }

    [Fact]
    public void SeriesWhoseTopicsHaveOneName_KeepTheirOwnValues()
    {
        Series other = _registry.Group("feeder", ("zone", "3")).Field("power");
        Assert.Equal(_power.Topic, other.Topic);

        _feed.Write([new Sample(_power, 1L, Start), new Sample(other, 2L, Start)]);

        Assert.True(_feed.TryGetLatest(_power, out Sample first));
        Assert.True(_feed.TryGetLatest(other, out Sample second));
        Assert.Equal((1, 2), (first.AsInt64(), second.AsInt64()));
    }

    [Fact]
    public void Write_InsideAHandler_IsQueuedBehindTheCurrentMessage()
    {
        Series copy = _registry.Group("copy").Field("power");
        using Outlet outlet = _feed.Open(1 << 20);
        _feed.WatchAll(outlet);
        using IDisposable handler = _broker.Subscribe("feeder/#", _ => _feed.Write([new Sample(copy, 7L, Start)]));

        Write(1);

        Assert.Equal(["[0,1,1767225600001]", "[1,7,1767225600000]"], outlet.Drain());
    }

    [Fact]
    public void AFeedsTopic_IsUpdatedByTheFeedAlone()
    {
        Write(1);

        Assert.Throws<InvalidOperationException>(() => _broker.Publish("feeder/3/power", "[0,9,9]"u8));
        Assert.Throws<TopicKindException>(() => _broker.GetTopic("feeder/3/power"));
    }

    [Fact]
    public void TextsThatOutgrowABlock_AreEncodedInALargerOne()
    {
        using Outlet outlet = _feed.Open(1 << 20);
        _feed.Watch(outlet, [_power.Index]);
        string text = new('x', 10_000);

        _feed.Write([new Sample(_power, text, Start)]);

        Assert.Equal([$"[0,\"{text}\",1767225600000]"], outlet.Drain());
        Write(1);
        outlet.Dispose();
        Assert.Equal(1, _broker.Pool.Outstanding);
    }

    [Fact]
    public void AnEncoderThatThrowsOrNeverFits_IsCountedAndHarmsNobody()
    {
        Topic<int> topic = _broker.GetTopic("typed", new OddEncoder());
        var received = new List<string>();
        using IDisposable subscription = _broker.Subscribe("typed", message => received.Add(message.Text()));

        topic.Update(1);
        topic.Update(2);
        topic.Update(3);
        topic.Update(4);

        Assert.Equal(["x", "x"], received);
        Assert.Equal(2, _broker.NotEncoded);
        Assert.Equal(1, _broker.Pool.Outstanding);
    }

    [Fact]
    public void Write_InSteadyState_AllocatesNothing()
    {
        using Outlet outlet = _feed.Open(1 << 20);
        Series idle = _registry.Group("idle").Field("x");
        _feed.Watch(outlet, [_power.Index]);
        var batch = new Sample[2];
        var read = new RetainedMessage[4];
        long time = 0;

        long allocated = Allocations.OfThisThread(() =>
        {
            DateTimeOffset now = Start.AddMilliseconds(++time);
            batch[0] = new Sample(_power, 41.7f, now);
            batch[1] = new Sample(idle, 12.5, now);
            _feed.Write(batch);
            if (time % 3 == 0)
            {
                int count = outlet.TryRead(read);
                for (int i = 0; i < count; i++)
                    read[i].Dispose();
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(time, _feed.Encoded);
    }

    private void Write(long value) => _feed.Write([new Sample(_power, value, Start.AddMilliseconds(value))]);

    private sealed class OddEncoder : ITopicEncoder<int>
    {
        public bool Replaces(in int current, in int next) => true;

        public bool TryEncode(in int value, Span<byte> destination, out int written)
        {
            written = 1;
            if (value == 2)
                throw new InvalidOperationException("no");
            destination[0] = (byte)'x';
            return value != 3;
        }
    }
}
