using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class RemoveTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;

    public RemoveTests() => _broker = new Broker(new()
    {
        TimeProvider = _time,
        MaxTopics = 3,
        History = [new("kept/#", 10)],
        UnusedTopicLifetime = TimeSpan.FromMinutes(5),
    });

    public void Dispose()
    {
        _broker.Dispose();
        Assert.Equal((0, 0, 0), (_broker.Pool.Outstanding, _broker.HistoryBytes, _broker.RetainedBytes));
    }

    [Fact]
    public void Remove_GivesUpWhatTheTopicKept_AndMakesRoomForAnother()
    {
        Topic state = _broker.GetTopic("kept/s", TopicKind.State);
        state.Publish("1"u8);
        _broker.GetTopic("a");
        _broker.GetTopic("b");

        Assert.True(_broker.Remove(state));
        Assert.False(_broker.Remove(state));

        Assert.Equal((2, 0, 0, 0), (_broker.TopicCount, _broker.RetainedBytes, _broker.HistoryBytes, _broker.Pool.Outstanding));
        Assert.Null(_broker.TryGetTopic("kept/s"));
        Assert.Equal(3, _broker.GetTopic("c").Id);
        Assert.Equal(1, _broker.Published);
    }

    [Fact]
    public void TopicOfTheSameName_GoesOnWithTheNumbers_SoThatNobodyMistakesThem()
    {
        Topic first = _broker.GetTopic("kept/e");
        first.Publish("1"u8);
        first.Publish("2"u8);
        _broker.Remove(first);

        Topic second = _broker.GetTopic("kept/e");
        Assert.NotSame(first, second);
        Assert.Equal(2, second.Sequence);
        second.Publish("3"u8);

        using Outlet outlet = _broker.OpenOutlet();
        Assert.Equal(ResumeStatus.Gap, outlet.Watch(second, new ResumePoint(_broker.Epoch, 1)));
        Assert.Equal(["3"], outlet.Drain());
        using Outlet other = _broker.OpenOutlet();
        Assert.Equal(ResumeStatus.Complete, other.Watch(second, new ResumePoint(_broker.Epoch, 2)));
        Assert.Equal(3, _broker.Published);
    }

    [Fact]
    public void Filters_KeepToTheName_AndHandlesGoOnToPublishToIt()
    {
        Topic first = _broker.GetTopic("plant/e");
        var received = new List<string>();
        using IDisposable handler = _broker.Subscribe("plant/#", message => received.Add(message.Text()));
        using Outlet byFilter = _broker.OpenOutlet();
        byFilter.Subscribe("plant/e");
        using Outlet byHandle = _broker.OpenOutlet();
        byHandle.Watch(first);
        first.Publish("1");
        _broker.Remove(first);

        first.Publish("2");
        Assert.Equal(3, first.Publish("3"u8, new PublishOptions { Sender = "x" }));
        Assert.True(first.TryPublish("4"u8));

        Assert.Equal(["1", "2", "3", "4"], received);
        Assert.Equal(["1", "2", "3", "4"], byFilter.Drain());
        Assert.Equal(["1"], byHandle.Drain());
        byHandle.Watch(first);
        first.Publish("5");
        Assert.Equal(["5"], byHandle.Drain());
        byHandle.Unwatch(first);
        Assert.Equal(0, byHandle.TopicCount);
    }

    [Fact]
    public void HandleOfARemovedTopic_WhoseNameCannotBeHadAgain_DropsAndCounts()
    {
        Topic topic = _broker.GetTopic("e");
        _broker.Remove(topic);
        for (int i = 0; i < 3; i++)
            _broker.GetTopic($"{i}");

        topic.Publish("1");

        Assert.Equal((1, 0), (_broker.NestedDropped, _broker.Pool.Outstanding));
        Assert.Throws<TopicLimitException>(() => topic.Publish("1"u8, new PublishOptions { Sender = "x" }));
    }

    [Fact]
    public void Remove_InsideAHandler_TakesEffectBehindTheCurrentMessage()
    {
        Topic topic = _broker.GetTopic("e");
        var received = new List<string>();
        using IDisposable first = _broker.Subscribe("e", message => _broker.Remove(message.Topic));
        using IDisposable second = _broker.Subscribe("e", message => received.Add($"{message.Text()} {message.Sequence}"));

        topic.Publish("1");
        topic.Publish("2");

        Assert.Equal(["1 1", "2 2"], received);
        Assert.Equal(0, _broker.TopicCount);
    }

    [Fact]
    public async Task PublishThatWaitsForRoom_GoesToTheNextTopicOfTheName()
    {
        Topic topic = _broker.GetTopic("e");
        using Outlet outlet = _broker.OpenOutlet(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        outlet.Watch(topic);
        var received = new Signal();
        await topic.PublishAsync("1"u8);
        Task<long> second = topic.PublishAsync("2"u8).AsTask();
        using IDisposable handler = _broker.Subscribe("e", _ => received.Set());

        _broker.Remove(topic);

        await received.NextAsync();
        Assert.Equal(0, await second);
        Assert.Equal(2, _broker.TryGetTopic("e")!.Sequence);
    }

    [Fact]
    public void RemoveOfATypedTopic_OrOfAnotherBrokers_Throws()
    {
        using var other = new Broker();

        Assert.Throws<ArgumentException>(() => _broker.Remove(other.GetTopic("e")));
        Assert.Throws<ArgumentException>(() => _broker.Remove(_broker.GetTopic("n", new NumberEncoder())));
    }

    [Fact]
    public void UnusedTopics_AreRemovedAfterTheirTime_UsedOnesAreNot()
    {
        using IDisposable all = _broker.Subscribe("#", static _ => { });
        using Outlet outlet = _broker.OpenOutlet();
        outlet.Watch(_broker.GetTopic("watched"));
        _broker.GetTopic("state", TopicKind.State).Publish("1"u8);
        _broker.Publish("silent", "1"u8);

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(3, _broker.TopicCount);
        _broker.Publish("silent", "2"u8);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(3, _broker.TopicCount);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(2, _broker.TopicCount);
        Assert.Null(_broker.TryGetTopic("silent"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Broker(new() { UnusedTopicLifetime = TimeSpan.Zero }));
    }

    [Fact]
    public async Task RemoveBesidePublishers_LosesNothingAndKeepsTheOrder()
    {
        const int messages = 20_000;
        long last = 0;
        long count = 0;
        int wrong = 0;
        using IDisposable handler = _broker.Subscribe("e", message =>
        {
            wrong += message.Sequence > last ? 0 : 1;
            last = message.Sequence;
            count++;
        });
        Topic topic = _broker.GetTopic("e");
        Task publisher = Task.Run(() =>
        {
            for (int i = 0; i < messages; i++)
                topic.Publish("x"u8);
        });

        int removed = 0;
        while (!publisher.IsCompleted)
            removed += _broker.TryGetTopic("e") is { } present && _broker.Remove(present) ? 1 : 0;
        await publisher;

        Assert.True(removed > 0, "Nothing was removed.");
        Assert.Equal((messages, 0, messages), (count, wrong, _broker.Published));
    }
}
