using System.Data.Common;

namespace Busbar.Sql;

/// <content>The loop that stores batches, and the maintenance that moves the journal and forgets what is old.</content>
public sealed partial class SqlHistory
{
    private const int LargestBatch = 50_000; // of one transaction, when more wait than one batch
    private const int LongestDelay = 30; // times the first delay
    private const int LongestJournal = 4; // times what is moved at once

    // What a reader waits for: that the first attempt to open has succeeded or failed.
    private readonly TaskCompletionSource _firstOpened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _loaded;
    private long _lastMerge;

    private async Task WriteAsync()
    {
        Sample[] batch = new Sample[Math.Max(_options.BatchCount, LargestBatch)];
        try
        {
            // Opened before the first sample comes, so that a reader need not wait for one.
            bool usable = await StoreAsync(default).ConfigureAwait(false);
            int count;
            while (usable && (count = await _batcher.ReadAsync(batch, CancellationToken.None).ConfigureAwait(false)) > 0)
            {
                Volatile.Write(ref _inFlight, count);
                usable = await StoreAsync(batch.AsMemory(0, count)).ConfigureAwait(false);
                if (!usable)
                    CountLost(count);
                Array.Clear(batch, 0, count);
                Volatile.Write(ref _inFlight, 0);
                if (usable)
                    _batcher.Settle();
            }
        }
        catch (Exception exception) // nothing is expected to come here; the samples that wait are counted all the same
        {
            CountLost(Interlocked.Exchange(ref _inFlight, 0));
            End(exception);
        }

        int left = _batcher.Abandon();
        CountLost(left);
        if (left > 0)
            Log.LostAtTheEnd(_logger, _options.Name, left);
        await CloseAsync().ConfigureAwait(false);
        _firstOpened.TrySetException(new HistoryUnavailableException($"{_options.Name} is closed."));
        _ = _firstOpened.Task.Exception; // nobody may have read
    }

    /// <summary>Stores a batch, however long the database takes to come back; an empty one opens the database.</summary>
    /// <returns>False when it never will be: the history ends, or the tables are of a later version.</returns>
    private async Task<bool> StoreAsync(ReadOnlyMemory<Sample> samples)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                long start = _time.GetTimestamp();
                Store store = await OpenAsync().ConfigureAwait(false);
                if (!samples.IsEmpty)
                {
                    if (_catalog.InJournal >= (long)LongestJournal * _options.MergeCount)
                        await store.MergeAsync(_abort.Token).ConfigureAwait(false); // moving it failed before: now it must succeed first
                    await store.AppendAsync(samples, _abort.Token).ConfigureAwait(false);
                    CountStored(samples.Span);
                    Diagnostics.Duration.Record(_time.GetElapsedTime(start).TotalSeconds);
                }

                if (Interlocked.Exchange(ref _trouble, null) is not null)
                    Log.Recovered(_logger, _options.Name, _batcher.Count);
                if (_catalog.InJournal >= _options.MergeCount)
                    await MergeOrLaterAsync(store).ConfigureAwait(false);
                return true;
            }
            catch (OperationCanceledException) when (_abort.IsCancellationRequested)
            {
                return false;
            }
            catch (SchemaTooNewException exception)
            {
                End(exception);
                return false;
            }
            catch (Exception exception)
            {
                failure = exception;
                Diagnostics.Failures.Add(1);
                await CloseStoreAsync().ConfigureAwait(false);
            }
            finally
            {
                _gate.Release();
            }

            if (!await WaitForRetryAsync(failure, attempt).ConfigureAwait(false))
                return false;
        }
    }

    private async Task<bool> WaitForRetryAsync(Exception failure, int attempt)
    {
        TimeSpan delay = _options.RetryDelay * Math.Min(LongestDelay, Math.Pow(2, attempt - 1));
        bool busy = failure is DbException database && _dialect.IsBusy(database);
        string reason = Reason(failure);
        var trouble = new Trouble(busy ? SinkState.Degraded : SinkState.Down, reason, _time.GetUtcNow() + delay, failure);

        // At the end one more attempt is made at once; the delays after it last until the time for draining is over.
        CancellationToken cut = _ending.IsCancellationRequested ? _abort.Token : _ending.Token;
        Task waiting = Task.Delay(delay, _time, cut); // before it is said: who hears of it may rely on the delay running
        if (Interlocked.Exchange(ref _trouble, trouble) is null)
            Log.Interrupted(_logger, failure, _options.Name, reason, delay.TotalSeconds);
        else
            Log.StillInterrupted(_logger, _options.Name, reason, attempt, delay.TotalSeconds);
        _firstOpened.TrySetResult(); // readers look at the trouble

        try
        {
            await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return !_abort.IsCancellationRequested;
        }

        return true;
    }

    // Within the gate.
    private async Task<Store> OpenAsync()
    {
        if (_store is { } open)
            return open;

        DbConnection connection = await ConnectAsync(_abort.Token).ConfigureAwait(false);
        try
        {
            await Schema.MigrateAsync(connection, _dialect, Schema.Current, _abort.Token).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (!_loaded)
        {
            _catalog.Reset(); // of an attempt that failed half way
            _totals.Clear();
        }

        Store store = await Store.OpenAsync(connection, _catalog, _totals, load: !_loaded, _abort.Token).ConfigureAwait(false);
        _store = store;
        if (!_loaded)
            Log.Opened(_logger, _options.Name, Schema.Current, _catalog.Entries.Count, _catalog.InJournal);
        Volatile.Write(ref _loaded, true);
        _firstOpened.TrySetResult();
        return store;
    }

    private async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (string statement in _dialect.ConnectionSetup)
            {
                DbCommand command = connection.CreateCommand();
                await using (command.ConfigureAwait(false))
                {
                    command.CommandText = statement;
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task MaintainAsync()
    {
        using var timer = new PeriodicTimer(_options.MaintenanceInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
                await MaintainOnceAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // the history ends
        }
    }

    /// <summary>What is done at every tick of the maintenance.</summary>
    internal async Task MaintainOnceAsync()
    {
        if (_time.GetElapsedTime(_lastMerge) >= _options.MergeAge && await WithStoreAsync(static (store, cancellationToken) => store.MergeAsync(cancellationToken)).ConfigureAwait(false))
            _lastMerge = _time.GetTimestamp();
        await ForgetAsync().ConfigureAwait(false);
    }

    private async Task ForgetAsync()
    {
        Forgetting? found = null;
        List<long> series = [];
        if (!await WithStoreAsync((_, _) =>
        {
            found = _totals.Next(_options, _time.GetUnixNanoseconds());
            if (found is not null)
                series.AddRange(_catalog.Entries.Select(static entry => entry.Id));
            return Task.CompletedTask;
        }).ConfigureAwait(false) || found is not { } what)
        {
            return;
        }

        // A step at a time, so that batches get in between.
        bool working = true;
        for (int? next = 0; working && next is { } from && !_ending.IsCancellationRequested;)
            working = await WithStoreAsync(async (store, cancellationToken) => next = await store.ForgetAsync(what, series, from, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Works on the open database within the gate; false when there is none or the work failed, which is said and tried again at the next tick.</summary>
    private async Task<bool> WithStoreAsync(Func<Store, CancellationToken, Task> work)
    {
        await _gate.WaitAsync(_ending.Token).ConfigureAwait(false);
        try
        {
            if (_store is not { } store)
                return false;
            await work(store, _ending.Token).ConfigureAwait(false);
            Volatile.Write(ref _maintenanceTrouble, null);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await MaintenanceFailedAsync(exception).ConfigureAwait(false);
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    // The batch is stored already: what lies in the journal can be moved later.
    private async Task MergeOrLaterAsync(Store store)
    {
        try
        {
            await store.MergeAsync(_abort.Token).ConfigureAwait(false);
            Volatile.Write(ref _maintenanceTrouble, null);
        }
        catch (OperationCanceledException)
        {
            // the time for draining is over; the journal has it all
        }
        catch (Exception exception)
        {
            await MaintenanceFailedAsync(exception).ConfigureAwait(false);
        }
    }

    private async Task MaintenanceFailedAsync(Exception exception)
    {
        string reason = Reason(exception);
        Diagnostics.Failures.Add(1);
        Volatile.Write(ref _maintenanceTrouble, reason);
        Log.MaintenanceFailed(_logger, exception, _options.Name, reason);
        await CloseStoreAsync().ConfigureAwait(false);
    }

    // The last act: what lies in the journal is moved, so that the next start need not read it.
    private async Task CloseAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_store is { } store && !_abort.IsCancellationRequested)
                await MergeOrLaterAsync(store).ConfigureAwait(false);
        }
        finally
        {
            await CloseStoreAsync().ConfigureAwait(false);
            _gate.Release();
        }
    }

    private async Task CloseStoreAsync()
    {
        if (_store is not { } store)
            return;
        _store = null;
        try
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
        catch (DbException)
        {
            // it was closed because it failed
        }
    }

    private void End(Exception exception)
    {
        Volatile.Write(ref _trouble, new Trouble(SinkState.Down, exception is SqlHistoryException ? $"stores nothing: {exception.Message}" : Reason(exception), null, exception));
        Log.Ended(_logger, exception, _options.Name, Waiting, exception.Message);
        _firstOpened.TrySetResult();
    }

    private void CountStored(ReadOnlySpan<Sample> samples)
    {
        int nameless = 0;
        foreach (ref readonly Sample sample in samples)
        {
            if (sample.Series is null)
                nameless++;
        }

        Interlocked.Add(ref _stored, samples.Length - nameless);
        Diagnostics.Stored.Add(samples.Length - nameless);
        CountLost(nameless);
    }

    private void CountLost(long count)
    {
        if (count == 0)
            return;
        Interlocked.Add(ref _lost, count);
        Diagnostics.Lost.Add(count);
    }
}
