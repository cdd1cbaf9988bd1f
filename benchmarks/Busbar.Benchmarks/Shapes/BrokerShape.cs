using Busbar.Benchmarks.Messaging;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Shapes;

/// <summary>Eight octets by a topic's handle: the broker, and a lock with a number around a loop over interfaces.</summary>
internal sealed class BrokerShape
{
    private const int Operations = 256;
    private const int Topics = 64;
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly Broker _broker = new();
    private readonly Topic[] _topics;
    private readonly Numbered[] _numbered;

    private BrokerShape(int subscribers)
    {
        int[] picks = Inputs.Picks(Operations, [.. Enumerable.Range(0, Topics)]);
        Topic[] topics = [.. Enumerable.Range(0, Topics).Select(i => _broker.GetTopic($"plant/feeder/{i}/power"))];
        Numbered[] numbered = [.. topics.Select(_ => new Numbered([.. Enumerable.Range(0, subscribers).Select(_ => new Listener())]))];
        _topics = Array.ConvertAll(picks, pick => topics[pick]);
        _numbered = Array.ConvertAll(picks, pick => numbered[pick]);
        for (int i = 0; i < subscribers; i++)
            _broker.Subscribe("plant/#", new Listener().Take);
    }

    public static Shape Make(int subscribers)
    {
        var shape = new BrokerShape(subscribers);
        return new Shape($"broker publish by handle to {subscribers}", Operations, shape.ByBroker, shape.ByLockAndNumber);
    }

    private void ByBroker()
    {
        foreach (Topic topic in _topics)
            topic.Publish(_payload);
    }

    private void ByLockAndNumber()
    {
        foreach (Numbered topic in _numbered)
            topic.Publish(_payload);
    }

    private sealed class Numbered(IPayloadTaker[] takers)
    {
        private readonly Lock _lock = new();
        private long _sequence;

        public void Publish(ReadOnlySpan<byte> payload)
        {
            lock (_lock)
            {
                _sequence++;
                foreach (IPayloadTaker taker in takers)
                    taker.Take(payload);
            }
        }
    }
}
