using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Busbar.Benchmarks.Core;

/// <summary>A sample of 32 bytes into a bounded queue and out again on one thread, 64 at a time: a hub's queue beside a bounded channel.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Core")]
public class HubQueueBenchmarks
{
    private const int Batch = 64;
    private const int Batches = 64;
    private const int Operations = Batch * Batches;
    private readonly Sample[] _samples = Inputs.Samples(Batch, Inputs.Series(64, new SeriesRegistry()));
    private readonly Sample[] _received = new Sample[Batch];
    private readonly Hub<Sample> _hub = new();
    private readonly HubQueue<Sample> _queue = new(1024, Overflow.DropOldest);
    private readonly Channel<Sample> _channel = Channel.CreateBounded<Sample>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private HubQueue<Sample> _subscribed = null!;

    [GlobalSetup]
    public void Setup() => _subscribed = _hub.SubscribeQueue(1024);

    [GlobalCleanup]
    public void Cleanup() => _subscribed.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int BoundedChannel()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (ref readonly Sample sample in _samples.AsSpan())
                _channel.Writer.TryWrite(sample);
            while (_channel.Reader.TryRead(out _received[count % Batch]))
                count++;
        }

        return count;
    }

    /// <summary>As a user has it: published to the hub, read from the queue.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int HubAndQueue()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (ref readonly Sample sample in _samples.AsSpan())
                _hub.Publish(in sample);
            count += _subscribed.Read(_received);
        }

        return count;
    }

    /// <summary>The same, written to the hub as a batch, as pollers and pipelines do.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int HubBatchAndQueue()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            _hub.Write(_samples);
            count += _subscribed.Read(_received);
        }

        return count;
    }

    /// <summary>The queue without the hub in front of it.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int QueueAlone()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (ref readonly Sample sample in _samples.AsSpan())
                _queue.Enqueue(in sample);
            count += _queue.Read(_received);
        }

        return count;
    }
}
