using System.Threading.Channels;
using Busbar.Benchmarks.Shapes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>
/// Eight octets to queued subscribers that drop the oldest, taken out again on the same thread, 64 at a time: an outlet each beside a
/// bounded channel each. The channels carry an array that is there already, so that what a user's copy would cost is not in it.
/// </summary>
internal sealed class QueuedShape
{
    private const int Batch = 64;
    private const int Capacity = 1024;
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly RetainedMessage[] _messages = new RetainedMessage[Batch];
    private readonly Topic _topic;
    private readonly Outlet[] _outlets;
    private readonly Channel<byte[]>[] _channels;
    private long _sum;

    private QueuedShape(int queues)
    {
        var broker = new Broker();
        _topic = broker.GetTopic("plant/feeder/3/power");
        _outlets = [.. Enumerable.Range(0, queues).Select(_ => broker.OpenOutlet(new OutletOptions { Capacity = Capacity }))];
        foreach (Outlet outlet in _outlets)
            outlet.Watch(_topic);
        _channels = [.. Enumerable.Range(0, queues).Select(_ => Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }))];
    }

    public static Shape BesideChannels(int queues)
    {
        var shape = new QueuedShape(queues);
        return new Shape($"broker to {queues} queued, beside bounded channels without a copy", Batch, shape.ByOutlets, shape.ByChannels);
    }

    private void ByOutlets()
    {
        for (int i = 0; i < Batch; i++)
            _topic.Publish(_payload);
        foreach (Outlet outlet in _outlets)
        {
            int count = outlet.TryRead(_messages);
            foreach (RetainedMessage message in _messages.AsSpan(0, count))
            {
                _sum += message.Payload.Length;
                message.Dispose();
            }
        }
    }

    private void ByChannels()
    {
        for (int i = 0; i < Batch; i++)
        {
            foreach (Channel<byte[]> channel in _channels)
                channel.Writer.TryWrite(_payload);
        }

        foreach (Channel<byte[]> channel in _channels)
        {
            while (channel.Reader.TryRead(out byte[]? payload))
                _sum += payload.Length;
        }
    }
}
