using System.Diagnostics.Metrics;

namespace Busbar.Messaging;

/// <summary>The counts of all outlets of a broker by policy; those that closed stay in the sums.</summary>
internal sealed class OutletTotals
{
    private static readonly (OutletPolicy Policy, string Name)[] Policies =
    [
        (OutletPolicy.DropOldest, "drop_oldest"),
        (OutletPolicy.DropNewest, "drop_newest"),
        (OutletPolicy.LatestPerTopic, "latest_per_topic"),
        (OutletPolicy.Disconnect, "disconnect"),
        (OutletPolicy.Wait, "wait"),
    ];

    private readonly Lock _lock = new();
    private readonly HashSet<Outlet> _open = [];
    private readonly OutletCounts[] _closed = new OutletCounts[Policies.Length];

    public int OpenCount
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    public void Open(Outlet outlet)
    {
        lock (_lock)
            _open.Add(outlet);
    }

    /// <summary>Keeps the counts of an outlet that closed.</summary>
    public void Close(Outlet outlet)
    {
        lock (_lock)
        {
            if (_open.Remove(outlet))
                _closed[(int)outlet.Policy] = _closed[(int)outlet.Policy].Add(outlet.Counts);
        }
    }

    public Outlet[] CopyOpen()
    {
        lock (_lock)
            return [.. _open];
    }

    public OutletCounts Sum()
    {
        OutletCounts sum = default;
        foreach (OutletCounts counts in ByPolicy())
            sum = sum.Add(counts);
        return sum;
    }

    public IEnumerable<Measurement<long>> Measure(Func<OutletCounts, long> count)
    {
        OutletCounts[] counts = ByPolicy();
        return Policies.Select(policy => new Measurement<long>(count(counts[(int)policy.Policy]), new KeyValuePair<string, object?>("policy", policy.Name)));
    }

    public IEnumerable<Measurement<long>> MeasureDropped()
    {
        OutletCounts[] counts = ByPolicy();
        foreach ((OutletPolicy policy, string name) in Policies)
        {
            OutletCounts of = counts[(int)policy];
            yield return Dropped(of.DroppedByCount, name, "count");
            yield return Dropped(of.DroppedByBytes, name, "bytes");
            yield return Dropped(of.DroppedTooLong, name, "length");
            yield return Dropped(of.DroppedByDisconnect, name, "disconnect");
        }
    }

    private static Measurement<long> Dropped(long count, string policy, string reason) =>
        new(count, new KeyValuePair<string, object?>("policy", policy), new KeyValuePair<string, object?>("reason", reason));

    private OutletCounts[] ByPolicy()
    {
        lock (_lock)
        {
            OutletCounts[] sums = [.. _closed];
            foreach (Outlet outlet in _open)
                sums[(int)outlet.Policy] = sums[(int)outlet.Policy].Add(outlet.Counts);
            return sums;
        }
    }
}
