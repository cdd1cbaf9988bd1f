using System.Globalization;
using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>
/// The sink that turns series into states of a broker: each series is one topic (<see cref="Busbar.Series.Topic"/>) whose payload is
/// the JSON of <see cref="SampleJson"/>. A sample is encoded only for those who subscribe, once for all of them; without any it costs
/// a copy of 32 octets. Allocates nothing in steady state.
/// </summary>
/// <remarks>
/// Samples flagged <see cref="TimeFlags.Backfill"/> are counted and passed over. Otherwise the last one written is the live value,
/// whatever its time, as in <see cref="SampleTable"/>: a clock that was set back must not freeze a value. A sample without a value
/// (the device is down) is told together with the last one that had a value, so that whoever comes during an outage sees it too.
/// </remarks>
public sealed class SeriesFeed : ISink<Sample>, ISinkHealth, IEchoFeed
{
    private readonly Broker _broker;
    private readonly SeriesFeedOptions _options;
    private readonly SampleEncoder.Counts _counts = new();
    private readonly Lock _lock = new();                 // new topics, and who watches all
    private readonly List<Outlet> _watchingAll = [];
    private readonly HashSet<Topic> _owned = [];
    private Entry?[] _entries = new Entry?[64];          // by series' index; only ever grows
    private long _samplesIn;
    private long _rejected;
    private long _backfilled;
    private int _hasReachedTopicLimit;

    /// <param name="broker">Whose topics it makes and updates; the feed does not end it.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SeriesFeed(Broker broker, SeriesFeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(broker);
        _broker = broker;
        _options = options is null ? new SeriesFeedOptions() : options with { };
        _options.Validate();
        Epoch = _options.Epoch ?? _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public SeriesRegistry Series => _options.Series;

    /// <inheritdoc/>
    public string Epoch { get; }

    /// <inheritdoc/>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <inheritdoc/>
    public long SamplesIn => Volatile.Read(ref _samplesIn);

    /// <inheritdoc/>
    public long SamplesRejected => Volatile.Read(ref _rejected);

    /// <summary>Samples flagged as backfill: taken, and no live value.</summary>
    public long Backfilled => Volatile.Read(ref _backfilled);

    /// <summary>Samples older than the live value they took the place of: a source's clock was set back, or samples came out of order.</summary>
    public long SetBack => _counts.SetBack;

    /// <summary>How often a sample was encoded.</summary>
    public long Encoded => _counts.Encoded;

    /// <inheritdoc/>
    public SinkHealth Health => Volatile.Read(ref _hasReachedTopicLimit) == 0
        ? new SinkHealth(SinkState.Ok)
        : new SinkHealth(SinkState.Degraded, "The broker holds as many topics as it may: series beyond them are not shown live.");

    /// <summary>Takes all samples; those that cannot be shown are counted in <see cref="SamplesRejected"/>.</summary>
    /// <returns>How many there were.</returns>
    public int Write(ReadOnlySpan<Sample> items)
    {
        int rejected = 0;
        int backfilled = 0;
        foreach (ref readonly Sample sample in items)
        {
            if ((sample.TimeFlags & TimeFlags.Backfill) != 0)
                backfilled++;
            else if (sample.Series is not { } series || IsTooLong(sample) || EntryOf(series) is not { } entry)
                rejected++;
            else
                entry.Topic.Update(sample);
        }

        Interlocked.Add(ref _samplesIn, items.Length - rejected);
        if (rejected > 0)
            Interlocked.Add(ref _rejected, rejected);
        if (backfilled > 0)
            Interlocked.Add(ref _backfilled, backfilled);
        return items.Length;
    }

    /// <summary>It always takes more.</summary>
    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken) : ValueTask.FromResult(true);

    /// <summary>What was written is in the outlets when <see cref="Write"/> returns.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Outlet Open(long maxBytes) =>
        _broker.OpenOutlet(new OutletOptions { Policy = OutletPolicy.LatestPerTopic, Capacity = 1 << 24, MaxBytes = maxBytes });

    /// <inheritdoc/>
    public void Watch(Outlet outlet, ReadOnlySpan<int> series)
    {
        ArgumentNullException.ThrowIfNull(outlet);
        var topics = new List<Topic>(series.Length);
        foreach (int index in series)
        {
            if (Series.TryGet(index) is { } known && EntryOf(known) is { } entry)
                topics.Add(entry.Topic);
        }

        lock (_lock)
            _watchingAll.Remove(outlet);
        outlet.WatchOnly([.. topics]);
    }

    /// <inheritdoc/>
    public void WatchAll(Outlet outlet)
    {
        ArgumentNullException.ThrowIfNull(outlet);
        Topic[] topics;
        lock (_lock)
        {
            _watchingAll.RemoveAll(static other => other.IsClosed);
            if (!_watchingAll.Contains(outlet))
                _watchingAll.Add(outlet);
            topics = [.. _entries.OfType<Entry>().Select(static entry => entry.Topic)];
        }

        outlet.WatchOnly(topics);
    }

    /// <inheritdoc/>
    public bool TryGetLatest(Series series, out Sample sample)
    {
        ArgumentNullException.ThrowIfNull(series);
        Entry?[] entries = Volatile.Read(ref _entries);
        if (series.Index < entries.Length && entries[series.Index] is { } entry && entry.Series == series)
            return entry.Topic.TryGetValue(out sample);
        sample = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Entry? EntryOf(Series series)
    {
        Entry?[] entries = Volatile.Read(ref _entries);
        int index = series.Index;
        return (uint)index < (uint)entries.Length && entries[index] is { } entry && entry.Series == series ? entry : MakeEntry(series);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Entry? MakeEntry(Series series)
    {
        if (series.Group.Registry != Series)
            return null;

        Entry entry;
        Outlet[] watching;
        lock (_lock)
        {
            if (series.Index < _entries.Length && _entries[series.Index] is { } known)
                return known;
            if (TryMakeTopic(series) is not { } topic)
                return null;

            if (series.Index >= _entries.Length)
            {
                Entry?[] larger = _entries;
                Array.Resize(ref larger, Math.Max(series.Index + 1, _entries.Length * 2));
                Volatile.Write(ref _entries, larger);
            }

            entry = new Entry(series, topic);
            Volatile.Write(ref _entries[series.Index], entry);
            watching = [.. _watchingAll];
        }

        // Outside the lock: watching takes topics' locks, under which handlers may be making entries. An outlet that stopped watching
        // all meanwhile may keep this one topic until it says again what it watches.
        foreach (Outlet outlet in watching)
            outlet.Watch(entry.Topic);
        return entry;
    }

    private Topic<Sample>? TryMakeTopic(Series series)
    {
        try
        {
            // Tags with other keys and equal values give one topic's name to two series: the later one adds its number.
            string name = series.Topic;
            if (_broker.TryGetTopic(name) is Topic<Sample> taken && _owned.Contains(taken))
                name = string.Create(CultureInfo.InvariantCulture, $"{name}~{series.Index}");
            Topic<Sample> topic = _broker.GetTopic(name, new SampleEncoder(_counts));
            _owned.Add(topic);
            return topic;
        }
        catch (Exception exception) when (exception is BrokerException or ArgumentException or ObjectDisposedException)
        {
            // The limit of topics, a name that is too long, or one that somebody took for something else.
            if (exception is TopicLimitException)
                Volatile.Write(ref _hasReachedTopicLimit, 1);
            return null;
        }
    }

    private bool IsTooLong(in Sample sample) => sample.Kind == SampleKind.String && sample.Text!.Length > _options.MaxTextLength;

    private sealed record Entry(Series Series, Topic<Sample> Topic);
}
