using System.Text;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();
    private Broker _broker = new();

    public void Dispose()
    {
        _broker.Dispose();
        Assert.Equal((0, 0, 0), (_broker.Pool.Outstanding, _broker.HistoryBytes, _broker.RetainedBytes));
    }

    [Theory]
    [InlineData(TopicKind.Event)]
    [InlineData(TopicKind.State)]
    public void ReadHistory_GivesWhatFollowedANumber(TopicKind kind)
    {
        Topic topic = Make(new("plant/#", 3), kind: kind);
        Publish(topic, 1, 2);

        Assert.Equal("1,2 Complete 2", Read(topic, 0));
        Publish(topic, 3, 5);

        Assert.Equal("3,4,5 Complete 5", Read(topic, 2));
        Assert.Equal("3,4,5 Gap 5", Read(topic, 1));
        Assert.Equal("5 Complete 5", Read(topic, 4));
        Assert.Equal(" Complete 5", Read(topic, 5));
        Assert.Equal("3,4,5 OtherEpoch 5", Read(topic, 6));
        Assert.Equal("3 Complete 3 and more", Read(topic, 2, 1));
        Assert.Equal(3, topic.HistoryCount);
    }

    [Fact]
    public void ReadHistory_OfATopicThatKeepsNone_IsAGapUnlessNothingFollowed()
    {
        _broker = new Broker();
        Topic topic = _broker.GetTopic("e");
        Assert.Equal(" Complete 0", Read(topic, 0));

        Publish(topic, 1, 1);

        Assert.Equal(" Gap 1", Read(topic, 0));
        Assert.Equal(" Complete 1", Read(topic, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.ReadHistory(-1, []));
    }

    [Fact]
    public void History_ByAge_ForgetsWhatIsTooOld_AlsoWhenNobodyAsks()
    {
        Topic topic = Make(new("plant/#", 100, Age: TimeSpan.FromMinutes(1)));
        Publish(topic, 1, 1);
        _time.Advance(TimeSpan.FromSeconds(30));
        Publish(topic, 2, 2);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("2 Gap 2", Read(topic, 0));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((0, 0, 0), (topic.HistoryCount, _broker.HistoryBytes, _broker.Pool.Outstanding));
        Assert.Equal(" Gap 2", Read(topic, 1));
        Assert.Equal(" Complete 2", Read(topic, 2));
    }

    [Fact]
    public void History_ByOctets_MakesRoomForTheNewest_AndIsEmptiedByOneThatIsTooLong()
    {
        Topic topic = Make(new("plant/#", 100, MaxBytes: 256));
        Publish(topic, 1, 5);
        Assert.Equal("2,3,4,5 Gap 5", Read(topic, 0));

        topic.Publish(new byte[100]); // a block of 128
        Assert.Equal(3, topic.HistoryCount);
        Assert.Equal(256, _broker.HistoryBytes);
        topic.Publish(new byte[300]);

        Assert.Equal((0, 0, 1), (topic.HistoryCount, _broker.HistoryBytes, _broker.NotInHistory));
        Publish(topic, 8, 8);
        Assert.Equal("8 Gap 8", Read(topic, 6));
        Assert.Equal("8 Complete 8", Read(topic, 7));
    }

    [Fact]
    public void History_OfAllTopics_IsBounded_AndWhoeverHasNoneIsToldOfAGap()
    {
        Topic first = Make(new("plant/#", 100), options => options.MaxHistoryBytes = 192);
        Topic second = _broker.GetTopic("plant/b");
        Publish(first, 1, 4);
        Assert.Equal("2,3,4 Gap 4", Read(first, 0));

        Publish(second, 1, 1);

        Assert.Equal((192, 1), (_broker.HistoryBytes, _broker.NotInHistory));
        Assert.Equal(" Gap 1", Read(second, 0));
        Assert.Contains("plant/b", Assert.Single(_logger.Entries).Message, StringComparison.Ordinal);
        first.KeepHistory(0);
        Publish(second, 2, 2);
        Assert.Equal("2 Gap 2", Read(second, 0));
        Assert.Equal("2 Complete 2", Read(second, 1));
    }

    [Fact]
    public void KeepHistory_OnATopic_TakesThePlaceOfTheRule()
    {
        Topic topic = Make(new("plant/#", 1));
        Publish(topic, 1, 2);

        topic.KeepHistory(2);
        Assert.Equal(" Gap 2", Read(topic, 1));
        Publish(topic, 3, 5);

        Assert.Equal("4,5 Complete 5", Read(topic, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.KeepHistory(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.KeepHistory(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.KeepHistory(1, maxBytes: 63));
    }

    [Fact]
    public void TheFirstRuleThatMatches_Decides()
    {
        _broker = new Broker(new() { History = [new("plant/quiet", 1), new("plant/#", 3)], TimesToLive = [new("plant/+", TimeSpan.FromSeconds(1))] });
        Topic quiet = _broker.GetTopic("plant/quiet");
        Topic loud = _broker.GetTopic("plant/loud");
        Topic other = _broker.GetTopic("other");
        foreach (Topic topic in new[] { quiet, loud, other })
            Publish(topic, 1, 5);

        Assert.Equal((1, 3, 0), (quiet.HistoryCount, loud.HistoryCount, other.HistoryCount));
        Assert.Equal((TimeSpan.FromSeconds(1), null), (loud.TimeToLive, other.TimeToLive));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Broker(new() { History = [new("#", 0)] }));
        Assert.Throws<ArgumentException>(() => new Broker(new() { History = [new("a#", 1)] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Broker(new() { TimesToLive = [new("#", TimeSpan.Zero)] }));
    }

    [Fact]
    public void HistoryOfATypedState_IsKeptWithoutSubscribers()
    {
        _broker = new Broker(new() { History = [new("#", 10)] });
        Topic<int> topic = _broker.GetTopic("n", new NumberEncoder());

        topic.Update(7);
        topic.Update(8);

        Assert.Equal("7,8 Complete 2", Read(topic, 0));
    }

    [Fact]
    public void HandlerThatAsks_GetsTheMessageBeingDeliveredToo()
    {
        Topic topic = Make(new("plant/#", 10));
        string read = "";
        using IDisposable subscription = _broker.Subscribe("plant/#", message => read = Read(message.Topic, 0));

        Publish(topic, 1, 2);

        Assert.Equal("1,2 Complete 2", read);
    }

    [Fact]
    public void Publish_IntoAFullHistory_AllocatesNothing()
    {
        Topic topic = Make(new("plant/#", 64));

        Assert.Equal(0, Allocations.OfThisThread(() => topic.Publish("41.7"u8)));
    }

    [Theory]
    [InlineData(0, "1,2,3,4,5 Complete")]
    [InlineData(3, "4,5 Complete")]
    [InlineData(5, " Complete")]
    [InlineData(6, "1,2,3,4,5 OtherEpoch")]
    public void Watch_FromANumber_GivesWhatFollowedThenWhatComes(long since, string expected)
    {
        Topic topic = Make(new("plant/#", 10));
        Publish(topic, 1, 5);
        using Outlet outlet = _broker.OpenOutlet();

        ResumeStatus status = outlet.Watch(topic, new ResumePoint(_broker.Epoch, since));
        Assert.Equal(expected, $"{string.Join(',', outlet.Drain())} {status}");
        Publish(topic, 6, 6);

        Assert.Equal(["6"], outlet.Drain());
    }

    [Fact]
    public void Subscribe_FromAPointOfAnotherLife_GivesAllThatIsKeptAndSaysSo()
    {
        Topic topic = Make(new("plant/#", 2));
        Publish(topic, 1, 3);
        using Outlet outlet = _broker.OpenOutlet();

        Assert.Equal(ResumeStatus.OtherEpoch, outlet.Subscribe("plant/a", new ResumePoint("another", 1)));
        Assert.Equal(["2", "3"], outlet.Drain());
        Assert.Equal(ResumeStatus.AlreadySubscribed, outlet.Watch(topic, topic.Position with { Sequence = 0 }));
        Assert.Empty(outlet.Drain());
        Assert.Throws<ArgumentException>(() => outlet.Subscribe("plant/+", topic.Position));
    }

    [Fact]
    public void Subscribe_FromAPointOfATopicThatIsNotThere_AnswersAndTakesItLater()
    {
        Make(new("plant/#", 2));
        using Outlet outlet = _broker.OpenOutlet();

        Assert.Equal(ResumeStatus.Complete, outlet.Subscribe("new", new ResumePoint(_broker.Epoch, 0)));
        Assert.Equal(ResumeStatus.Gap, outlet.Subscribe("gone", new ResumePoint(_broker.Epoch, 9)));
        Assert.Equal(ResumeStatus.OtherEpoch, outlet.Subscribe("far", new ResumePoint("another", 9)));
        _broker.Publish("gone", "1"u8);

        Assert.Equal(["1"], outlet.Drain());
    }

    [Fact]
    public void Watch_OfAnEventWhoseHistoryIsGone_IsAGapAndLosesNothingLater()
    {
        Topic topic = Make(new("plant/#", 2));
        Publish(topic, 1, 5);
        using Outlet outlet = _broker.OpenOutlet();

        Assert.Equal(ResumeStatus.Gap, outlet.Watch(topic, new ResumePoint(_broker.Epoch, 2)));
        Assert.Equal(["4", "5"], outlet.Drain());
    }

    [Fact]
    public void Watch_OfAStateWithoutHistory_GivesTheLatestUnlessItIsKnown()
    {
        _broker = new Broker();
        Topic state = _broker.GetTopic("s", TopicKind.State);
        Publish(state, 1, 3);

        Assert.Equal("3 Latest", Resume(state, 1));
        Assert.Equal("3 Complete", Resume(state, 2));
        Assert.Equal(" Complete", Resume(state, 3));
        Assert.Equal("3 OtherEpoch", Resume(state, 4));
    }

    [Fact]
    public void Watch_FromAPointInsideAHandler_Throws()
    {
        Topic topic = Make(new("plant/#", 2));
        using Outlet outlet = _broker.OpenOutlet();
        Exception? thrown = null;
        using IDisposable subscription = _broker.Subscribe("plant/a", message => thrown = Record.Exception(() => outlet.Watch(topic, topic.Position)));

        Publish(topic, 1, 1);

        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public async Task Resume_AgainAndAgainBesideAPublisher_LosesAndDoublesNothing()
    {
        const int messages = 20_000;
        Topic topic = Make(new("plant/#", messages, MaxBytes: messages * 64));
        Task publisher = Task.Run(() =>
        {
            for (int i = 0; i < messages; i++)
                topic.Publish("x"u8);
        });

        long last = 0;
        int wrong = 0;
        var random = new Random(20260401);
        while (last < messages)
        {
            using Outlet outlet = _broker.OpenOutlet(new() { Capacity = messages });
            wrong += outlet.Watch(topic, new ResumePoint(_broker.Epoch, last)) == ResumeStatus.Complete ? 0 : 1;
            int wanted = random.Next(200);
            for (int read = 0; read < wanted && outlet.TryRead(out RetainedMessage message); read++)
            {
                wrong += message.Sequence == last + 1 ? 0 : 1;
                last = message.Sequence;
                message.Dispose();
            }
        }

        await publisher;
        Assert.Equal(0, wrong);
    }

    private string Resume(Topic topic, long since)
    {
        using Outlet outlet = _broker.OpenOutlet();
        ResumeStatus status = outlet.Watch(topic, new ResumePoint(_broker.Epoch, since));
        return $"{string.Join(',', outlet.Drain())} {status}";
    }

    private Topic Make(HistoryRule rule, Action<BrokerOptions>? change = null, TopicKind kind = TopicKind.Event)
    {
        var options = new BrokerOptions { TimeProvider = _time, Logger = _logger, History = [rule] };
        change?.Invoke(options);
        _broker = new Broker(options);
        return _broker.GetTopic("plant/a", kind);
    }

    private static void Publish(Topic topic, int first, int last)
    {
        for (int i = first; i <= last; i++)
            topic.Publish($"{i}");
    }

    private static string Read(Topic topic, long after, int room = 100)
    {
        var messages = new RetainedMessage[room];
        HistoryRead read = topic.ReadHistory(after, messages);
        string texts = string.Join(',', messages[..read.Count].Select(message => Encoding.UTF8.GetString(message.Payload)));
        foreach (RetainedMessage message in messages.AsSpan(0, read.Count))
            message.Dispose();
        return $"{texts} {read.Status} {read.Last}{(read.HasMore ? " and more" : "")}";
    }
}
