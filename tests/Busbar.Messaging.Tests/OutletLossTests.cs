using System.Text;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class OutletLossTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;
    private readonly Topic _topic;

    public OutletLossTests()
    {
        _broker = new Broker(new() { TimeProvider = _time });
        _topic = _broker.GetTopic("e");
    }

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void DropOldest_TheLossComesBeforeWhatWaits()
    {
        using Outlet outlet = Open(OutletPolicy.DropOldest, 2);

        Publish(1, 5);

        Assert.Equal(["-3 4,5"], Read(outlet));
        Publish(6, 6);
        Assert.Equal(["6"], Read(outlet));
    }

    [Fact]
    public void DropNewest_TheLossComesBehindWhatWaitedAndBeforeWhatFollowed()
    {
        using Outlet outlet = Open(OutletPolicy.DropNewest, 3);

        Publish(1, 5);
        Assert.Equal(["1"], Read(outlet, 1, reads: 1));
        Publish(6, 6);

        Assert.Equal(["2,3", "-2 6"], Read(outlet));
        Assert.Equal(2, outlet.Dropped);
    }

    [Fact]
    public void DropNewest_ALossBehindTheLast_IsToldWithTheNextThatComes()
    {
        using Outlet outlet = Open(OutletPolicy.DropNewest, 1);
        Publish(1, 3);

        Assert.Equal(["1"], Read(outlet));
        Publish(4, 4);

        Assert.Equal(["-2 4"], Read(outlet));
    }

    [Fact]
    public void DropOldest_OfMessagesWithAGapBetween_AddsBothUp()
    {
        using Outlet outlet = Open(OutletPolicy.DropOldest, 2, maxBytes: 2);

        Publish(1, 1);
        _topic.Publish("too long"); // lost behind 1
        Publish(2, 3);              // pushes 1 out

        Assert.Equal(["-2 2,3"], Read(outlet));
    }

    [Fact]
    public void LatestPerTopic_SkippedIsToldWithTheMessageThatTookThePlace()
    {
        using Outlet outlet = Open(OutletPolicy.LatestPerTopic, 10);
        Topic a = _broker.GetTopic("a", TopicKind.State);
        Topic b = _broker.GetTopic("b", TopicKind.State);
        outlet.Subscribe("#");
        a.Publish("a1");
        b.Publish("b1");
        a.Publish("a2");
        b.Publish("b2");
        b.Publish("b3");

        Assert.Equal(["~1 a2", "~2 b3"], Read(outlet, 1));
    }

    [Fact]
    public void Expired_IsNeitherReadNorAGap()
    {
        using Outlet outlet = Open(OutletPolicy.DropOldest, 10);
        Publish(1, 1);
        _topic.Publish("2"u8, new PublishOptions { TimeToLive = TimeSpan.FromSeconds(5) });
        Publish(3, 3);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["!1 1,3"], Read(outlet));
        Assert.Equal((1, 0, 2), (outlet.Expired, outlet.Dropped, outlet.Delivered));
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Fact]
    public void TryRead_WithoutAskingForTheLoss_ForgetsIt()
    {
        using Outlet outlet = Open(OutletPolicy.DropOldest, 2);
        Publish(1, 5);

        Assert.Equal(["4", "5"], outlet.Drain());
        Publish(6, 6);

        Assert.Equal(["6"], Read(outlet));
    }

    /// <summary>Each read as one text: -dropped ~skipped !expired and the messages.</summary>
    private static List<string> Read(Outlet outlet, int batch = 10, int reads = int.MaxValue)
    {
        var texts = new List<string>();
        var messages = new RetainedMessage[batch];
        int count;
        while (texts.Count < reads && (count = outlet.TryRead(messages, out OutletLoss loss)) > 0)
        {
            string missing = (loss.Dropped > 0 ? $"-{loss.Dropped} " : "") + (loss.Skipped > 0 ? $"~{loss.Skipped} " : "") + (loss.Expired > 0 ? $"!{loss.Expired} " : "");
            texts.Add(missing + string.Join(',', messages[..count].Select(message => Encoding.UTF8.GetString(message.Payload))));
            foreach (RetainedMessage message in messages.AsSpan(0, count))
                message.Dispose();
        }

        return texts;
    }

    private Outlet Open(OutletPolicy policy, int capacity, long maxBytes = 1000)
    {
        Outlet outlet = _broker.OpenOutlet(new() { Policy = policy, Capacity = capacity, MaxBytes = maxBytes });
        outlet.Watch(_topic);
        return outlet;
    }

    private void Publish(int first, int last)
    {
        for (int i = first; i <= last; i++)
            _topic.Publish($"{i}");
    }
}
