using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>
/// Eight octets to all who subscribe to one of 64 topics: the broker, with its order and its numbers, beside delegates without
/// either, Rx, and the lock with a dictionary that one writes first.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Messaging")]
public class BrokerBenchmarks
{
    private const int Operations = 1024;
    private const int Topics = 64;
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly Lock _lock = new();
    private readonly Broker _broker = new();
    private readonly Dictionary<string, PayloadHandler[]> _byName = [];
    private readonly Topic[] _topics = new Topic[Topics];
    private readonly PayloadHandler[][] _delegates = new PayloadHandler[Topics][];
    private readonly Subject<ReadOnlyMemory<byte>>[] _subjects = [.. Enumerable.Range(0, Topics).Select(_ => new Subject<ReadOnlyMemory<byte>>())];
    private string[] _names = [];
    private int[] _picks = [];

    [Params(1, 8, 64)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _names = [.. Enumerable.Range(0, Topics).Select(i => $"plant/feeder/{i}/power")];
        _picks = Inputs.Picks(Operations, [.. Enumerable.Range(0, Topics)]);
        for (int i = 0; i < Topics; i++)
        {
            _topics[i] = _broker.GetTopic(_names[i]);
            _delegates[i] = [.. Enumerable.Range(0, Subscribers).Select(_ => (PayloadHandler)new Listener().Take)];
            _byName.Add(_names[i], [.. Enumerable.Range(0, Subscribers).Select(_ => (PayloadHandler)new Listener().Take)]);
            for (int subscriber = 0; subscriber < Subscribers; subscriber++)
                _subjects[i].Subscribe(new Listener());
        }

        for (int subscriber = 0; subscriber < Subscribers; subscriber++)
            _broker.Subscribe("plant/#", new Listener().Take);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _broker.Dispose();
        foreach (Subject<ReadOnlyMemory<byte>> subject in _subjects)
            subject.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void DelegateArray()
    {
        foreach (int pick in _picks)
        {
            foreach (PayloadHandler handler in _delegates[pick])
                handler(_payload);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void PublishByHandle()
    {
        foreach (int pick in _picks)
            _topics[pick].Publish(_payload);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void PublishByName()
    {
        foreach (int pick in _picks)
            _broker.Publish(_names[pick], _payload);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void RxSubject()
    {
        foreach (int pick in _picks)
            _subjects[pick].OnNext(_payload);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LockAndDictionary()
    {
        foreach (int pick in _picks)
        {
            lock (_lock)
            {
                foreach (PayloadHandler handler in _byName[_names[pick]])
                    handler(_payload);
            }
        }
    }
}
