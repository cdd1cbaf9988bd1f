using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class ObservableTests : IDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly Broker _broker;

    public ObservableTests() => _broker = new Broker(new() { Logger = _logger });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Observers_GetRetainedStatesThenWhatIsPublished_AndTheEndOfTheBroker()
    {
        Topic state = _broker.GetTopic("s", TopicKind.State);
        state.Publish("1");
        var observer = new Recorder<string>();
        IObservable<string> texts = _broker.AsObservable("#", static message => message.Text());
        Assert.False(_broker.GetTopic("e").HasSubscribers);

        using IDisposable subscription = texts.Subscribe(observer);
        state.Publish("2");
        _broker.Publish("e", "3"u8);
        _broker.Dispose();

        Assert.Equal(["1", "2", "3", "completed"], observer.Told);
    }

    [Fact]
    public void Dispose_EndsOneObserverAlone_AndTellsItNothingMore()
    {
        var first = new Recorder<string>();
        var second = new Recorder<string>();
        IObservable<string> texts = _broker.AsObservable("e", static message => message.Text());
        IDisposable subscription = texts.Subscribe(first);
        using IDisposable other = texts.Subscribe(second);
        _broker.Publish("e", "1"u8);

        subscription.Dispose();
        _broker.Publish("e", "2"u8);
        _broker.Dispose();

        Assert.Equal(["1"], first.Told);
        Assert.Equal(["1", "2", "completed"], second.Told);
    }

    [Fact]
    public void SelectorThatThrows_EndsItsObserverWithTheError()
    {
        var observer = new Recorder<string>();
        using IDisposable subscription = _broker
            .AsObservable("e", static message => message.Text() == "2" ? throw new FormatException("two") : message.Text())
            .Subscribe(observer);

        foreach (string text in new[] { "1", "2", "3" })
            _broker.GetTopic("e").Publish(text);

        Assert.Equal(["1", "two"], observer.Told);
        Assert.False(_broker.GetTopic("e").HasSubscribers);
    }

    [Fact]
    public void ObserverThatThrows_IsCountedAndGoesOn()
    {
        var observer = new Recorder<string>(static text => text == "1" ? new InvalidOperationException(text) : null);
        using IDisposable subscription = _broker.AsObservable("e", static message => message.Text()).Subscribe(observer);

        _broker.Publish("e", "1"u8);
        _broker.Publish("e", "2"u8);

        Assert.Equal(["1", "2"], observer.Told);
        Assert.Equal(1, _broker.HandlerFailures);
    }

    [Fact]
    public void RetainedMessages_AreTheObserversToDispose()
    {
        var observer = new Recorder<RetainedMessage>();
        using IDisposable subscription = _broker.AsObservable("e", static message => message.Retain()).Subscribe(observer);

        _broker.Publish("e", "1"u8);

        Assert.Equal(1, _broker.Pool.Outstanding);
        observer.Values[0].Dispose();
        Assert.Equal(0, _broker.Pool.Outstanding);
    }

    [Fact]
    public async Task TopicsPublishedOnSeveralThreads_AreToldOneAtATime()
    {
        int inside = 0;
        int together = 0;
        int count = 0;
        using IDisposable subscription = _broker.AsObservable("plant/+", message =>
        {
            together += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
            count++;
            Interlocked.Decrement(ref inside);
            return 0;
        }).Subscribe(new Recorder<int>());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() =>
        {
            Topic topic = _broker.GetTopic($"plant/{i}");
            for (int message = 0; message < 5_000; message++)
                topic.Publish("x"u8);
        })));

        Assert.Equal((0, 15_000), (together, count));
    }

    [Fact]
    public void HandlerOnAContext_IsCalledThereInOrder()
    {
        var context = new QueueContext();
        var received = new List<string>();
        Topic state = _broker.GetTopic("s", TopicKind.State);
        state.Publish("1");
        using IDisposable subscription = _broker.Subscribe("#", message => received.Add(System.Text.Encoding.UTF8.GetString(message.Payload)), context);
        Assert.Empty(received);

        context.RunOne();
        _broker.Publish("e", "2"u8);
        _broker.Publish("e", "3"u8);
        context.RunOne();

        Assert.Equal(["1", "2", "3"], received);
        Assert.Equal(1, _broker.Pool.Outstanding); // the retained state
    }

    [Fact]
    public void HandlerOnAContext_ThatIsBusy_MissesWhatTheQueueDoesNotHold_AndNobodyWaits()
    {
        var context = new QueueContext();
        var received = new List<string>();
        using IDisposable subscription = _broker.Subscribe(
            "#", message => received.Add(System.Text.Encoding.UTF8.GetString(message.Payload)), context, new OutletOptions { Capacity = 2 });

        for (int i = 0; i < 10; i++)
            _broker.GetTopic("e").Publish($"{i}");
        context.RunOne();

        Assert.Equal(["8", "9"], received);
    }

    [Fact]
    public void HandlerOnAContext_ThatThrowsOrEnds_HarmsNobody()
    {
        var context = new QueueContext();
        int calls = 0;
        IDisposable subscription = null!;
        subscription = _broker.Subscribe("e", _ =>
        {
            if (++calls == 2)
                subscription.Dispose();
            throw new InvalidOperationException("no");
        }, context);
        for (int i = 0; i < 3; i++)
            _broker.Publish("e", "x"u8);

        context.RunOne();

        Assert.Equal((2, 2, 0, 0), (calls, _broker.HandlerFailures, _broker.Pool.Outstanding, _broker.OutletCount));
    }

    [Fact]
    public async Task ContextThatTakesNoCalls_EndsTheSubscription()
    {
        using IDisposable subscription = _broker.Subscribe("e", static _ => { }, new DeadContext());

        _broker.Publish("e", "x"u8);

        await _logger.NextAsync(10);
        Assert.Equal(0, _broker.HandlerFailures);
    }

    /// <summary>Writes down what it is told; throws what it is asked to.</summary>
    private sealed class Recorder<T>(Func<T, Exception?>? fault = null) : IObserver<T>
    {
        public List<T> Values { get; } = [];

        public List<string> Told { get; } = [];

        public void OnNext(T value)
        {
            Values.Add(value);
            Told.Add($"{value}");
            if (fault?.Invoke(value) is { } exception)
                throw exception;
        }

        public void OnError(Exception error) => Told.Add(error.Message);

        public void OnCompleted() => Told.Add("completed");
    }

    /// <summary>A user interface's thread, as a queue that the test empties.</summary>
    private sealed class QueueContext : SynchronizationContext
    {
        private readonly System.Collections.Concurrent.BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

        public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

        /// <summary>Waits for a call and makes it.</summary>
        public void RunOne()
        {
            Assert.True(_posted.TryTake(out (SendOrPostCallback Callback, object? State) call, TimeSpan.FromSeconds(30)), "Nothing was posted.");
            call.Callback(call.State);
        }
    }

    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => throw new InvalidOperationException("closed");
    }
}
