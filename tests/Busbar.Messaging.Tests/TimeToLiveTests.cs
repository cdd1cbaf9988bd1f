using System.Text;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class TimeToLiveTests : IDisposable
{
    private static readonly PublishOptions FiveSeconds = new() { TimeToLive = TimeSpan.FromSeconds(5) };
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;

    public TimeToLiveTests() => _broker = new Broker(new() { TimeProvider = _time, History = [new("kept/#", 10)], TimesToLive = [new("short/#", TimeSpan.FromSeconds(5))] });

    public void Dispose()
    {
        _broker.Dispose();
        Assert.Equal((0, 0, 0), (_broker.Pool.Outstanding, _broker.HistoryBytes, _broker.RetainedBytes));
    }

    [Fact]
    public void RetainedState_IsGivenUntilItsTimeIsOver()
    {
        Topic state = _broker.GetTopic("s", TopicKind.State);
        state.Publish("1"u8, FiveSeconds);

        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.True(state.TryGetRetained(out RetainedMessage message));
        message.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(state.TryGetRetained(out _));
        Assert.Equal((1, 0), (_broker.Expired, _broker.RetainedBytes));
        int calls = 0;
        using IDisposable subscription = _broker.Subscribe("s", _ => calls++);
        Assert.Equal(0, calls);
        state.Publish("2"u8);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void RetainedState_ThatNobodyAsksFor_GoesBackToThePoolSoon()
    {
        _broker.GetTopic("s", TopicKind.State).Publish("1"u8, FiveSeconds);
        _broker.GetTopic("lasting", TopicKind.State).Publish("1"u8);
        Assert.Equal(2, _broker.Pool.Outstanding);

        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal((1, 1), (_broker.Pool.Outstanding, _broker.Expired));
    }

    [Fact]
    public void TimeToLiveOfATopic_HoldsForMessagesThatSayNothing()
    {
        Topic topic = _broker.GetTopic("short/e");
        using Outlet outlet = _broker.OpenOutlet();
        outlet.Watch(topic);
        topic.Publish("usual");
        topic.Publish("longer"u8, new PublishOptions { TimeToLive = TimeSpan.FromSeconds(6) });
        topic.Publish("shorter"u8, new PublishOptions { TimeToLive = TimeSpan.FromSeconds(4) });

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["longer"], outlet.Drain());
        Assert.Equal((2, 2, 0), (outlet.Expired, _broker.Expired, outlet.Dropped));
    }

    [Fact]
    public void History_PassesOverWhatHasExpired_WhichIsNoGap()
    {
        Topic topic = _broker.GetTopic("kept/e");
        topic.Publish("1"u8);
        topic.Publish("2"u8, FiveSeconds);
        topic.Publish("3"u8);
        topic.Publish("4"u8, FiveSeconds);
        _time.Advance(TimeSpan.FromSeconds(5));

        var messages = new RetainedMessage[10];
        HistoryRead read = topic.ReadHistory(0, messages);

        Assert.Equal(new HistoryRead(2, ResumeStatus.Complete, 4, false), read);
        Assert.Equal(["1", "3"], messages[..2].Select(message => Encoding.UTF8.GetString(message.Payload)));
        foreach (RetainedMessage message in messages.AsSpan(0, 2))
            message.Dispose();
        Assert.Equal(2, _broker.Expired);
    }

    [Fact]
    public void FullOutlet_LosesNothingWhenWhatMakesRoomHasExpired()
    {
        Topic topic = _broker.GetTopic("e");
        using Outlet outlet = _broker.OpenOutlet(new() { Capacity = 1 });
        outlet.Watch(topic);
        topic.Publish("1"u8, FiveSeconds);
        _time.Advance(TimeSpan.FromSeconds(5));

        topic.Publish("2"u8);

        Assert.Equal(["2"], outlet.Drain());
        Assert.Equal((1, 0), (outlet.Expired, outlet.Dropped));
    }

    [Fact]
    public void TypedState_IsNotGivenWhenItsTimeIsOver()
    {
        Topic<int> topic = _broker.GetTopic("short/n", new NumberEncoder());
        topic.Update(7);
        Assert.True(topic.TryGetRetained(out RetainedMessage message));
        message.Dispose();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(topic.TryGetRetained(out _));
        topic.Update(8);
        Assert.True(topic.TryGetRetained(out message));
        Assert.Equal("8"u8, message.Payload);
        message.Dispose();
    }

    [Fact]
    public void PublishInsideAHandler_BringsItsEndAlong()
    {
        Topic answer = _broker.GetTopic("answer");
        using Outlet outlet = _broker.OpenOutlet();
        outlet.Watch(answer);
        using IDisposable subscription = _broker.Subscribe("question", _ => answer.Publish("a"u8, FiveSeconds));
        _broker.Publish("question", ""u8);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(outlet.Drain());
        Assert.Equal(1, outlet.Expired);
    }
}
