using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace Busbar.Benchmarks.Core;

/// <summary>One sample to all subscribers: a hub beside a bare loop over delegates, which isolates nobody's exceptions, and Rx.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Core")]
public class HubBenchmarks
{
    private const int Operations = 1024;
    private readonly Sample[] _samples = Inputs.Samples(Operations, Inputs.Series(64, new SeriesRegistry()));
    private readonly Hub<Sample> _hub = new();
    private readonly Subject<Sample> _subject = new();
    private HubHandler<Sample>[] _delegates = [];

    [Params(1, 8, 64)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Subscribers; i++)
        {
            _delegates = [.. _delegates, new Counter().Take];
            _hub.Subscribe(new Counter().Take);
            _subject.Subscribe(new Counter());
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _subject.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void DelegateArray()
    {
        foreach (ref readonly Sample sample in _samples.AsSpan())
        {
            foreach (HubHandler<Sample> handler in Volatile.Read(ref _delegates))
                handler(in sample);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void HubPublish()
    {
        foreach (ref readonly Sample sample in _samples.AsSpan())
            _hub.Publish(in sample);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void HubWriteOfABatch() => _hub.Write(_samples);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void RxSubject()
    {
        foreach (ref readonly Sample sample in _samples.AsSpan())
            _subject.OnNext(sample);
    }
}
