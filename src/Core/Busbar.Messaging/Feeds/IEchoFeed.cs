namespace Busbar.Messaging;

/// <summary>
/// Live values for pages: what series there are, and outlets onto the latest sample of each, as the JSON that
/// <see cref="SampleJson"/> describes. What serves pages sees nothing else. All members may be called from any thread.
/// </summary>
public interface IEchoFeed
{
    /// <summary>The series there are; it tells what is added and what changes.</summary>
    SeriesRegistry Series { get; }

    /// <summary>A short text that is another in each life of the process: series' numbers hold for one.</summary>
    string Epoch { get; }

    /// <summary>Samples taken.</summary>
    long SamplesIn { get; }

    /// <summary>Samples not taken: of another registry, beyond a bound, or too long.</summary>
    long SamplesRejected { get; }

    /// <summary>The clock by which values are old or young.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>Opens an outlet that watches nothing yet and conflates. Dispose it when the page leaves.</summary>
    /// <param name="maxBytes">How many octets may wait for the page; at least 1.</param>
    Outlet Open(long maxBytes);

    /// <summary>Makes the outlet watch these series and no others; the present value of each comes first. Numbers of no series are passed over.</summary>
    /// <param name="outlet">One that <see cref="Open"/> gave.</param>
    /// <param name="series"><see cref="Busbar.Series.Index"/> of each.</param>
    void Watch(Outlet outlet, ReadOnlySpan<int> series);

    /// <summary>Makes the outlet watch every series, also those to come; the present values come first.</summary>
    void WatchAll(Outlet outlet);

    /// <summary>The present value of a series.</summary>
    /// <returns>False before the first.</returns>
    bool TryGetLatest(Series series, out Sample sample);
}
