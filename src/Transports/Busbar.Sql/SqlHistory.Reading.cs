using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Busbar.Sql;

/// <content>Reading: each read over a connection of its own, so that none holds up the writer.</content>
public sealed partial class SqlHistory
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    /// <exception cref="HistoryUnavailableException">The database cannot be read.</exception>
    /// <exception cref="StoredDataDamagedException">What is stored of the series is damaged.</exception>
    public async ValueTask<IReadOnlyList<Sample>> ReadAsync(Series series, long from, long to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var result = new List<Sample>();
        await foreach (ReadOnlyMemory<Sample> part in ReadPartsAsync(series, from, to, cancellationToken).ConfigureAwait(false))
        {
            result.AddRange(part.Span[..Math.Min(part.Length, limit - result.Count)]);
            if (result.Count == limit)
                break;
        }

        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 2.</exception>
    /// <exception cref="HistoryUnavailableException">The database cannot be read.</exception>
    /// <exception cref="StoredDataDamagedException">What is stored of the series is damaged.</exception>
    public async ValueTask<(IReadOnlyList<Sample> Samples, bool Reduced)> ReadReducedAsync(Series series, long from, long to, int points, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (from >= to)
            return ([], false);

        var all = new List<Sample>(); // as long as there are few enough
        bool many = false;
        var reducer = new Reducer(from, to, points / 2);
        await foreach (ReadOnlyMemory<Sample> part in ReadPartsAsync(series, from, to, cancellationToken).ConfigureAwait(false))
        {
            foreach (ref readonly Sample sample in part.Span)
                reducer.Add(in sample);
            many = many || all.Count + part.Length > points;
            if (!many)
                all.AddRange(part.Span);
        }

        return many ? (reducer.Finish(), true) : (all, false);
    }

    /// <inheritdoc/>
    /// <remarks>From memory when nothing came since; otherwise one statement that reads the last hour of the series that holds any.</remarks>
    /// <exception cref="HistoryUnavailableException">The database cannot be read.</exception>
    /// <exception cref="StoredDataDamagedException">What is stored of the series is damaged.</exception>
    public async ValueTask<Sample?> ReadBeforeAsync(Series series, long time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        await WaitUntilLoadedAsync(cancellationToken).ConfigureAwait(false);
        if (_catalog.Find(series) is not { } entry || time == long.MinValue)
            return null;
        if (_catalog.Latest(entry) is { } latest && latest.SourceTimeNanoseconds < time)
            return Own(latest, series);

        // The journal first, as for a range: what is moved to the packs meanwhile is then seen twice, never missed.
        Sample? journal = _catalog.LastInJournal(entry, time, out long rank);
        DbConnection connection = await ReadableAsync(() => ConnectAsync(cancellationToken)).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            PackedSample? packed = await ReadableAsync(() => LastBefore.ReadAsync(connection, series, entry.Id, time, cancellationToken)).ConfigureAwait(false);
            return packed is { } found && (journal is null || found.IsLaterThan(journal.Value, rank)) ? found.Sample : Own(journal, series);
        }
    }

    /// <inheritdoc/>
    /// <remarks>From memory: the latest of every series is kept there, and survives both a restart and forgetting.</remarks>
    /// <exception cref="HistoryUnavailableException">The database was not opened yet, and cannot be.</exception>
    public async ValueTask<Sample?> ReadLatestAsync(Series series, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        await WaitUntilLoadedAsync(cancellationToken).ConfigureAwait(false);
        return _catalog.Find(series) is { } entry ? Own(_catalog.Latest(entry), series) : null;
    }

    // The catalog holds samples of the series as its writer knows it, maybe of another registry.
    private static Sample? Own(Sample? sample, Series series) =>
        sample is not { } held || ReferenceEquals(held.Series, series) ? sample : held.WithSeries(series);

    private async IAsyncEnumerable<ReadOnlyMemory<Sample>> ReadPartsAsync(
        Series series, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
            yield break;
        await WaitUntilLoadedAsync(cancellationToken).ConfigureAwait(false);
        if (_catalog.Find(series) is not { } entry)
            yield break;

        // The journal first: what is moved to the packs meanwhile is then seen twice and read once, never missed.
        var journal = new List<Sample>();
        long rank = _catalog.CopyJournal(entry, from, to, journal);
        var reader = new RangeReader(series, journal, rank);
        DbConnection connection = await ReadableAsync(() => ConnectAsync(cancellationToken)).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            IAsyncEnumerator<ReadOnlyMemory<Sample>> parts = reader.ReadAsync(connection, entry.Id, from, to, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (parts.ConfigureAwait(false))
            {
                while (await ReadableAsync(() => parts.MoveNextAsync().AsTask()).ConfigureAwait(false))
                    yield return parts.Current;
            }
        }
    }

    private async Task WaitUntilLoadedAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await _firstOpened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!Volatile.Read(ref _loaded))
            throw new HistoryUnavailableException($"{_options.Name} {Volatile.Read(ref _trouble)?.Reason ?? "is closed"}", Volatile.Read(ref _trouble)?.Exception);
    }

    private async Task<T> ReadableAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new HistoryUnavailableException($"{_options.Name} {Reason(exception)}", exception);
        }
    }
}
