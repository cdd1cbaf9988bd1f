using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Busbar.Sql;

/// <summary>
/// The writing side of the tables over one connection, used by one task at a time. A batch goes into the journal as it came, which is
/// one row and sequential, whatever series it mixes; when much lies there it is moved, each series' samples as packs of up to an hour.
/// After any failure the store is disposed and another one opened: what was committed is what counts.
/// </summary>
internal sealed class Store : IAsyncDisposable
{
    private const int MaxJournalRow = 60_000; // octets; below what .NET keeps in its large object heap
    private const int MaxPackSamples = 4_096;
    private const int MaxPack = 60_000;
    private const int SeriesAtATime = 500; // of one transaction of forgetting, so that a batch need not wait long

    private readonly DbConnection _connection;
    private readonly Catalog _catalog;
    private readonly PeriodTotals _totals;
    private readonly PackWriter _pack = new();
    private readonly Statement _insertJournal;
    private readonly Statement _insertSeries;
    private readonly Statement _describeSeries;
    private readonly Statement _insertPack;
    private readonly Statement _insertLatest;
    private readonly Statement _updateLatest;
    private readonly Statement _insertPeriod;
    private readonly Statement _updatePeriod;
    private readonly Statement _clearJournal;
    private readonly Statement _forgetPacks;
    private readonly Statement _forgetFirstPacks;
    private readonly Statement _forgetPeriods;
    private readonly List<Sample> _tail = [];
    private long _position;
    private long _sequence;

    private Store(DbConnection connection, Catalog catalog, PeriodTotals totals)
    {
        const DbType Integer = DbType.Int64;
        _connection = connection;
        _catalog = catalog;
        _totals = totals;
        _insertJournal = new(connection, "INSERT INTO busbar_journal (position, data) VALUES (@position, @data)", ("position", Integer), ("data", DbType.Binary));
        _insertSeries = new(
            connection, "INSERT INTO busbar_series (id, measurement, tags, field) VALUES (@id, @measurement, @tags, @field)",
            ("id", Integer), ("measurement", DbType.String), ("tags", DbType.String), ("field", DbType.String));
        _describeSeries = new(
            connection, "UPDATE busbar_series SET unit = @unit, description = @description WHERE id = @id",
            ("unit", DbType.String), ("description", DbType.String), ("id", Integer));
        _insertPack = new(
            connection, "INSERT INTO busbar_pack (series, period, sequence, first_time, last_time, samples, data) VALUES (@series, @period, @sequence, @first, @last, @samples, @data)",
            ("series", Integer), ("period", Integer), ("sequence", Integer), ("first", Integer), ("last", Integer), ("samples", Integer), ("data", DbType.Binary));
        _insertLatest = new(connection, "INSERT INTO busbar_latest (series, data) VALUES (@series, @data)", ("series", Integer), ("data", DbType.Binary));
        _updateLatest = new(connection, "UPDATE busbar_latest SET data = @data WHERE series = @series", ("data", DbType.Binary), ("series", Integer));
        _insertPeriod = new(
            connection, "INSERT INTO busbar_period (period, samples, octets) VALUES (@period, @samples, @octets)", ("period", Integer), ("samples", Integer), ("octets", Integer));
        _updatePeriod = new(
            connection, "UPDATE busbar_period SET samples = @samples, octets = @octets WHERE period = @period", ("samples", Integer), ("octets", Integer), ("period", Integer));
        _clearJournal = new(connection, "DELETE FROM busbar_journal WHERE position <= @position", ("position", Integer));
        _forgetPacks = new(connection, "DELETE FROM busbar_pack WHERE series = @series AND period <= @period", ("series", Integer), ("period", Integer));
        _forgetFirstPacks = new(
            connection, "DELETE FROM busbar_pack WHERE series = @series AND period = @period AND sequence <= @sequence",
            ("series", Integer), ("period", Integer), ("sequence", Integer));
        _forgetPeriods = new(connection, "DELETE FROM busbar_period WHERE period <= @period", ("period", Integer));
    }

    /// <summary>Opens over a connection, which the store owns from now on; loads the catalog unless it is loaded already.</summary>
    public static async Task<Store> OpenAsync(DbConnection connection, Catalog catalog, PeriodTotals totals, bool load, CancellationToken cancellationToken)
    {
        var store = new Store(connection, catalog, totals);
        try
        {
            store._position = await store.MaxAsync("SELECT MAX(position) FROM busbar_journal", cancellationToken).ConfigureAwait(false);
            store._sequence = await store.MaxAsync("SELECT MAX(sequence) FROM busbar_pack", cancellationToken).ConfigureAwait(false);
            if (load)
                catalog.SetLastPack(store._sequence);
            await (load ? store.LoadAsync(cancellationToken) : store.ReconcileAsync(cancellationToken)).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Puts a batch into the journal: when this returns, the database has it.</summary>
    public async Task AppendAsync(ReadOnlyMemory<Sample> samples, CancellationToken cancellationToken)
    {
        var added = new HashSet<SeriesEntry>(); // not in the table yet, and not in an attempt that was rolled back either
        DbTransaction transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            for (int next = 0; next < samples.Length;)
            {
                next += PackJournal(samples.Span[next..], added);
                if (_pack.Written.Length > 0)
                    await _insertJournal.ExecuteAsync(transaction, [++_position, _pack.Written.ToArray()], cancellationToken).ConfigureAwait(false);
            }

            foreach (SeriesEntry entry in added)
                await _insertSeries.ExecuteAsync(transaction, [entry.Id, entry.Identity.Measurement, entry.Identity.Tags, entry.Identity.Field], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (SeriesEntry entry in added)
            entry.Stored = true;
        _catalog.AddToJournal(samples.Span);
    }

    /// <summary>Moves what lies in the journal to the packs of its series, in one transaction.</summary>
    public async Task MergeAsync(CancellationToken cancellationToken)
    {
        if (_catalog.InJournal == 0)
            return;

        long first = _sequence + 1;
        var sums = new Dictionary<long, Total>();
        var described = new List<(SeriesEntry Entry, SeriesMetadata Metadata)>();
        DbTransaction transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            foreach (SeriesEntry entry in _catalog.EntriesInJournal)
            {
                await MergeAsync(entry, transaction, sums, cancellationToken).ConfigureAwait(false);
                if (!ReferenceEquals(entry.StoredMetadata, entry.Series.Metadata))
                {
                    SeriesMetadata metadata = entry.Series.Metadata;
                    if (metadata.Unit is not null || metadata.Description is not null || entry.StoredMetadata is not null)
                        await _describeSeries.ExecuteAsync(transaction, [(object?)metadata.Unit ?? DBNull.Value, (object?)metadata.Description ?? DBNull.Value, entry.Id], cancellationToken).ConfigureAwait(false);
                    described.Add((entry, metadata));
                }
            }

            foreach ((long period, Total sum) in sums)
            {
                Total total = _totals[period] + sum;
                if (_totals.Contains(period))
                    await _updatePeriod.ExecuteAsync(transaction, [total.Samples, total.Octets, period], cancellationToken).ConfigureAwait(false);
                else
                    await _insertPeriod.ExecuteAsync(transaction, [period, total.Samples, total.Octets], cancellationToken).ConfigureAwait(false);
            }

            await _clearJournal.ExecuteAsync(transaction, [_position], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach ((long period, Total sum) in sums)
            _totals.Add(period, sum, first, _sequence);
        foreach ((SeriesEntry entry, SeriesMetadata metadata) in described)
            entry.StoredMetadata = metadata;
        foreach (SeriesEntry entry in _catalog.EntriesInJournal)
            entry.LatestStored = true;
        _catalog.ClearJournal(_sequence);
    }

    /// <summary>Forgets that of some series, in a transaction of its own.</summary>
    /// <returns>The place to go on from; null when all is done.</returns>
    public async Task<int?> ForgetAsync(Forgetting what, IReadOnlyList<long> series, int from, CancellationToken cancellationToken)
    {
        int to = Math.Min(series.Count, from + SeriesAtATime);
        bool last = to == series.Count;
        DbTransaction transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            for (int i = from; i < to; i++)
                await (what.Sequence is { } sequence ? _forgetFirstPacks.ExecuteAsync(transaction, [series[i], what.Period, sequence], cancellationToken) : _forgetPacks.ExecuteAsync(transaction, [series[i], what.Period], cancellationToken)).ConfigureAwait(false);
            if (last)
                await ForgetTotalsAsync(what, transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (last)
            _totals.Remove(what);
        return last ? null : to;
    }

    public async ValueTask DisposeAsync()
    {
        Statement[] all =
        [
            _insertJournal, _insertSeries, _describeSeries, _insertPack, _insertLatest, _updateLatest,
            _insertPeriod, _updatePeriod, _clearJournal, _forgetPacks, _forgetFirstPacks, _forgetPeriods,
        ];
        foreach (Statement statement in all)
            await statement.DisposeAsync().ConfigureAwait(false);
        _pack.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MergeAsync(SeriesEntry entry, DbTransaction transaction, Dictionary<long, Total> sums, CancellationToken cancellationToken)
    {
        _catalog.CopyTail(entry, _tail);
        for (int next = 0; next < _tail.Count;)
        {
            long period = Period.Of(_tail[next].SourceTimeNanoseconds);
            int count = Pack(period, next);
            byte[] data = _pack.Written.ToArray();
            _sequence++;
            await _insertPack.ExecuteAsync(
                transaction, [entry.Id, period, _sequence, _tail[next].SourceTimeNanoseconds, _tail[next + count - 1].SourceTimeNanoseconds, (long)count, data], cancellationToken).ConfigureAwait(false);
            sums[period] = sums.GetValueOrDefault(period) + new Total(count, data.Length);
            next += count;
        }

        if (_catalog.Latest(entry) is { } latest)
        {
            _pack.Begin();
            _pack.Add(in latest);
            byte[] data = _pack.Written.ToArray();
            await (entry.LatestStored ? _updateLatest.ExecuteAsync(transaction, [data, entry.Id], cancellationToken) : _insertLatest.ExecuteAsync(transaction, [entry.Id, data], cancellationToken)).ConfigureAwait(false);
        }
    }

    private Task ForgetTotalsAsync(Forgetting what, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (what.Sequence is null)
            return _forgetPeriods.ExecuteAsync(transaction, [what.Period], cancellationToken);
        Total left = _totals.Left(what);
        return _updatePeriod.ExecuteAsync(transaction, [left.Samples, left.Octets, what.Period], cancellationToken);
    }

    // Samples of the tail that make one pack: of one hour, not too many, not too large.
    private int Pack(long period, int next)
    {
        _pack.Begin();
        int count = 0;
        while (next + count < _tail.Count && count < MaxPackSamples && _pack.Written.Length < MaxPack && Period.Of(_tail[next + count].SourceTimeNanoseconds) == period)
        {
            Sample sample = _tail[next + count++];
            _pack.Add(in sample);
        }

        return count;
    }

    private int PackJournal(ReadOnlySpan<Sample> samples, HashSet<SeriesEntry> added)
    {
        _pack.Begin();
        int count = 0;
        while (count < samples.Length && _pack.Written.Length < MaxJournalRow)
        {
            ref readonly Sample sample = ref samples[count++];
            if (sample.Series is not { } series)
                continue;

            SeriesEntry entry = _catalog.GetOrAdd(series);
            if (!entry.Stored)
                added.Add(entry);

            _pack.AddSeries(entry.Id);
            _pack.Add(in sample);
        }

        return count;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (DbDataReader row in RowsAsync("SELECT id, measurement, tags, field FROM busbar_series", cancellationToken).ConfigureAwait(false))
            _catalog.Load(row.GetInt64(0), new SeriesIdentity(row.GetString(1), row.GetString(2), row.GetString(3)));
        await foreach (DbDataReader row in RowsAsync("SELECT series, data FROM busbar_latest", cancellationToken).ConfigureAwait(false))
        {
            SeriesEntry entry = _catalog.ById(row.GetInt64(0));
            Sample latest = new PackReader(row.GetFieldValue<byte[]>(1)).Read(entry.Series);
            entry.Offer(in latest);
            entry.LatestStored = true;
        }

        await LoadTotalsAsync(cancellationToken).ConfigureAwait(false);
        await foreach (DbDataReader row in RowsAsync("SELECT data FROM busbar_journal ORDER BY position", cancellationToken).ConfigureAwait(false))
            Replay(row.GetFieldValue<byte[]>(0));
    }

    // After a failure nobody knows whether the last commit took place: the tables say. What was written twice is of one time and
    // one value, and is read once.
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await foreach (DbDataReader row in RowsAsync("SELECT id FROM busbar_series", cancellationToken).ConfigureAwait(false))
            _catalog.ById(row.GetInt64(0)).Stored = true;
        await foreach (DbDataReader row in RowsAsync("SELECT series FROM busbar_latest", cancellationToken).ConfigureAwait(false))
            _catalog.ById(row.GetInt64(0)).LatestStored = true;
        await LoadTotalsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadTotalsAsync(CancellationToken cancellationToken)
    {
        _totals.Clear();
        await foreach (DbDataReader row in RowsAsync("SELECT period, samples, octets FROM busbar_period", cancellationToken).ConfigureAwait(false))
            _totals.Load(row.GetInt64(0), new Total(row.GetInt64(1), row.GetInt64(2)));
    }

    private void Replay(ReadOnlySpan<byte> data)
    {
        var reader = new PackReader(data);
        while (!reader.AtEnd)
        {
            SeriesEntry entry = _catalog.ById(reader.ReadSeries());
            Sample sample = reader.Read(entry.Series);
            _catalog.AddToJournal(entry, in sample);
        }
    }

    private async IAsyncEnumerable<DbDataReader> RowsAsync(string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statement = new Statement(_connection, query);
        await using (statement.ConfigureAwait(false))
        {
            DbDataReader reader = await statement.ReadAsync([], cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    yield return reader;
            }
        }
    }

    private async Task<long> MaxAsync(string query, CancellationToken cancellationToken)
    {
        await foreach (DbDataReader row in RowsAsync(query, cancellationToken).ConfigureAwait(false))
            return row.IsDBNull(0) ? 0 : row.GetInt64(0);
        return 0;
    }
}
