using System.Reactive.Subjects;
using Busbar.Benchmarks.Shapes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>Eight octets to one of 64 topics.</summary>
internal sealed class PublishShape
{
    private const int Operations = 256;
    private const int Topics = 64;
    private const int IdleSubscribers = 10_000;
    private static readonly PublishOptions Labelled = new() { Sender = "page" };
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly int[] _picks = Inputs.Picks(Operations, [.. Enumerable.Range(0, Topics)]);
    private readonly Broker _broker = new();
    private readonly string[] _names;
    private readonly Topic[] _topics;

    private PublishShape(int subscribers)
    {
        string[] names = [.. Enumerable.Range(0, Topics).Select(i => $"plant/feeder/{i}/power")];
        _names = Array.ConvertAll(_picks, pick => names[pick]);
        _topics = Array.ConvertAll(_names, name => _broker.GetTopic(name));
        for (int i = 0; i < subscribers; i++)
            _ = _broker.Subscribe("plant/#", new Listener().Take);
    }

    public static Shape BesideDelegates(int subscribers)
    {
        var shape = new PublishShape(subscribers);
        PayloadHandler[][] byTopic = [.. Enumerable.Range(0, Topics).Select(_ => Enumerable.Range(0, subscribers).Select(_ => (PayloadHandler)new Listener().Take).ToArray())];
        PayloadHandler[][] picked = Array.ConvertAll(shape._picks, pick => byTopic[pick]);
        return new Shape($"broker by handle to {subscribers}, beside delegates without order or number", Operations, shape.ByHandle, () =>
        {
            foreach (PayloadHandler[] handlers in picked)
            {
                foreach (PayloadHandler handler in handlers)
                    handler(shape._payload);
            }
        });
    }

    public static Shape BesideSubject(int subscribers)
    {
        var shape = new PublishShape(subscribers);
        Subject<ReadOnlyMemory<byte>>[] subjects = [.. Enumerable.Range(0, Topics).Select(_ => new Subject<ReadOnlyMemory<byte>>())];
        foreach (Subject<ReadOnlyMemory<byte>> subject in subjects)
        {
            for (int i = 0; i < subscribers; i++)
                _ = subject.Subscribe(new Listener());
        }

        Subject<ReadOnlyMemory<byte>>[] picked = Array.ConvertAll(shape._picks, pick => subjects[pick]);
        return new Shape($"broker by handle to {subscribers}, beside Rx subjects", Operations, shape.ByHandle, () =>
        {
            foreach (Subject<ReadOnlyMemory<byte>> subject in picked)
                subject.OnNext(shape._payload);
        });
    }

    public static Shape ByNameBesideHandle(int subscribers)
    {
        var shape = new PublishShape(subscribers);
        return new Shape($"broker by name to {subscribers}, beside by handle", Operations, shape.ByName, shape.ByHandle);
    }

    public static Shape AmongIdle()
    {
        var among = new PublishShape(8);
        for (int i = 0; i < IdleSubscribers; i++)
            _ = among._broker.Subscribe($"idle/{i}/+", new Listener().Take);
        for (int i = 0; i < IdleSubscribers; i++)
            among._broker.GetTopic($"idle/{i}/a");
        return new Shape("broker by handle to 8 among 10,000 idle, beside none", Operations, among.ByHandle, new PublishShape(8).ByHandle);
    }

    public static Shape WithOptions()
    {
        var shape = new PublishShape(8);
        return new Shape("broker by handle to 8 with a sender, beside without", Operations, shape.ByHandleLabelled, shape.ByHandle);
    }

    private void ByHandle()
    {
        foreach (Topic topic in _topics)
            topic.Publish(_payload);
    }

    private void ByHandleLabelled()
    {
        foreach (Topic topic in _topics)
            topic.Publish(_payload, Labelled);
    }

    private void ByName()
    {
        foreach (string name in _names)
            _broker.Publish(name, _payload);
    }
}
