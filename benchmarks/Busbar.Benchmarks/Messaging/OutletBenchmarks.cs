using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>
/// Eight octets published to a connection's queue and taken out again on the same thread, 64 at a time: outlets, whose messages
/// share one pooled copy, beside bounded channels, each with a copy of its own.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Messaging")]
public class OutletBenchmarks
{
    private const int Batch = 64;
    private const int Batches = 16;
    private const int Operations = Batch * Batches;
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly RetainedMessage[] _messages = new RetainedMessage[Batch];
    private readonly Broker _broker = new();
    private Channel<byte[]>[] _channels = [];
    private Outlet[] _outlets = [];
    private Topic _topic = null!;

    [Params(1, 8)]
    public int Queues { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _topic = _broker.GetTopic("plant/feeder/3/power");
        _outlets = [.. Enumerable.Range(0, Queues).Select(_ => _broker.OpenOutlet())];
        foreach (Outlet outlet in _outlets)
            outlet.Subscribe("plant/#");
        _channels = [.. Enumerable.Range(0, Queues).Select(_ => Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }))];
    }

    [GlobalCleanup]
    public void Cleanup() => _broker.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int ChannelsOfArrays()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            for (int i = 0; i < Batch; i++)
            {
                foreach (Channel<byte[]> channel in _channels)
                    channel.Writer.TryWrite((byte[])_payload.Clone());
            }

            foreach (Channel<byte[]> channel in _channels)
            {
                while (channel.Reader.TryRead(out byte[]? payload))
                    count += payload.Length;
            }
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Outlets()
    {
        int count = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            for (int i = 0; i < Batch; i++)
                _topic.Publish(_payload);

            foreach (Outlet outlet in _outlets)
            {
                int read = outlet.TryRead(_messages);
                for (int i = 0; i < read; i++)
                {
                    count += _messages[i].Payload.Length;
                    _messages[i].Dispose();
                }
            }
        }

        return count;
    }
}
