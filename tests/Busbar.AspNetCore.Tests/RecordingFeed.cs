using System.Collections.Concurrent;
using Busbar.Messaging;

namespace Busbar.AspNetCore.Tests;

/// <summary>A feed that notes the outlets it opened.</summary>
internal sealed class RecordingFeed(SeriesFeed inner) : IEchoFeed
{
    public ConcurrentQueue<Outlet> Outlets { get; } = new();

    public SeriesRegistry Series => inner.Series;

    public string Epoch => inner.Epoch;

    public long SamplesIn => inner.SamplesIn;

    public long SamplesRejected => inner.SamplesRejected;

    public TimeProvider TimeProvider => inner.TimeProvider;

    public Outlet Open(long maxBytes)
    {
        Outlet outlet = inner.Open(maxBytes);
        Outlets.Enqueue(outlet);
        return outlet;
    }

    public void Watch(Outlet outlet, ReadOnlySpan<int> series) => inner.Watch(outlet, series);

    public void WatchAll(Outlet outlet) => inner.WatchAll(outlet);

    public bool TryGetLatest(Series series, out Sample sample) => inner.TryGetLatest(series, out sample);
}
