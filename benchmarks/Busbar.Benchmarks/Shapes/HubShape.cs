using Busbar.Benchmarks.Core;

namespace Busbar.Benchmarks.Shapes;

/// <summary>One sample to all subscribers: a hub, and a volatile array of interfaces without anything for exceptions.</summary>
internal sealed class HubShape
{
    private const int Operations = 256;
    private readonly Sample[] _samples = Inputs.Samples(Operations, Inputs.Series(64, new SeriesRegistry()));
    private readonly Hub<Sample> _hub = new();
    private volatile ISampleTaker[] _takers = [];

    public static Shape Make(int subscribers)
    {
        var shape = new HubShape();
        for (int i = 0; i < subscribers; i++)
            shape.Subscribe();
        return new Shape($"hub publish to {subscribers}", Operations, shape.ByHub, shape.ByInterfaces);
    }

    private void Subscribe()
    {
        _takers = [.. _takers, new Counter()];
        _hub.Subscribe(new Counter().Take);
    }

    private void ByHub()
    {
        foreach (ref readonly Sample sample in _samples.AsSpan())
            _hub.Publish(in sample);
    }

    private void ByInterfaces()
    {
        foreach (ref readonly Sample sample in _samples.AsSpan())
        {
            foreach (ISampleTaker taker in _takers)
                taker.Take(in sample);
        }
    }
}
