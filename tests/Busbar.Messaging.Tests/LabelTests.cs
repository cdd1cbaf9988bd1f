using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class LabelTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;

    public LabelTests() => _broker = new Broker(new() { TimeProvider = _time });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Publish_WithOptions_TellsTheSenderToAllAndTheNumberToThePublisher()
    {
        Topic topic = _broker.GetTopic("e");
        var received = new List<string?>();
        _ = _broker.Subscribe("e", message => received.Add(message.Sender));
        using Outlet outlet = _broker.OpenOutlet();
        outlet.Watch(topic);

        Assert.Equal(1, topic.Publish("a"u8, new PublishOptions { Sender = "page-7" }));
        topic.Publish("b"u8);
        Assert.Equal(3, _broker.Publish("e", "c"u8, new PublishOptions { Sender = "page-8" }));

        Assert.Equal(["page-7", null, "page-8"], received);
        Assert.Equal(["page-7", null, "page-8"], Senders(outlet));
        outlet.Dispose();
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Fact]
    public void Publish_OfAState_KeepsTheSenderWithTheRetainedMessageUntilTheNext()
    {
        Topic state = _broker.GetTopic("s", TopicKind.State);

        state.Publish("1"u8, new PublishOptions { Sender = "ann" });
        Assert.True(state.TryGetRetained(out RetainedMessage first));
        Assert.Equal("ann", first.Sender);
        first.Dispose();
        state.Publish("2"u8);

        Assert.True(state.TryGetRetained(out RetainedMessage second));
        Assert.Null(second.Sender);
        second.Dispose();
    }

    [Fact]
    public void Publish_WithOptionsInsideAHandler_IsQueuedWithItsSenderAndHasNoNumberYet()
    {
        Topic answer = _broker.GetTopic("answer");
        long sequence = -1;
        string? sender = null;
        _ = _broker.Subscribe("question", _ => sequence = answer.Publish("a"u8, new PublishOptions { Sender = "me" }));
        _ = _broker.Subscribe("answer", message => sender = message.Sender);

        _broker.Publish("question", ""u8);

        Assert.Equal((0, "me"), (sequence, sender));
    }

    [Fact]
    public void Publish_WithATimeToLiveThatIsNotAboveZero_Throws()
    {
        Topic topic = _broker.GetTopic("e");

        Assert.Throws<ArgumentOutOfRangeException>(() => topic.Publish([], new PublishOptions { TimeToLive = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.TimeToLive = TimeSpan.FromTicks(-1));
        Assert.Equal(0, topic.Sequence);
    }

    [Fact]
    public void Publish_WithOptions_AllocatesNothing()
    {
        Topic topic = _broker.GetTopic("e");
        using Outlet outlet = _broker.OpenOutlet();
        outlet.Watch(topic);
        _ = _broker.Subscribe("e", static _ => { });

        long allocated = Allocations.OfThisThread(() =>
        {
            topic.Publish("41.7"u8, new PublishOptions { Sender = "page", TimeToLive = TimeSpan.FromSeconds(1) });
            if (outlet.TryRead(out RetainedMessage message))
                message.Dispose();
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void AForm_IsSharedByAllWhoHoldTheMessage_AndGoesBackWithIt()
    {
        Topic state = _broker.GetTopic("s", TopicKind.State);
        state.Publish("1"u8);
        Assert.True(state.TryGetRetained(out RetainedMessage message));
        MessageBlock first = _broker.Pool.Rent(100);
        MessageBlock second = _broker.Pool.Rent(100);

        Assert.Null(message.Block.GetForm(1));
        Assert.Same(first, message.Block.ShareForm(1, first));
        Assert.Same(first, message.Block.ShareForm(1, second));

        Assert.Same(first, message.Block.GetForm(1));
        Assert.Null(message.Block.GetForm(0));
        Assert.Equal(2, _broker.Pool.Outstanding);
        message.Dispose();
        Assert.Equal(2, _broker.Pool.Outstanding); // the state is retained still
        state.Publish("2"u8);                      // into the same block
        Assert.Equal(1, _broker.Pool.Outstanding);
        Assert.True(state.TryGetRetained(out message));
        Assert.Null(message.Block.GetForm(1));
        message.Dispose();
    }

    private static List<string?> Senders(Outlet outlet)
    {
        var senders = new List<string?>();
        while (outlet.TryRead(out RetainedMessage message))
        {
            senders.Add(message.Sender);
            message.Dispose();
        }

        return senders;
    }
}
