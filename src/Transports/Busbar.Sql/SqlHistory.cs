using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Busbar.Sql;

/// <summary>
/// Keeps samples in a SQL database and answers from it. <see cref="Write"/> copies into a bounded queue and returns; a task of the
/// history's own stores batches, each in one transaction. A failing database is tried again while the samples wait. Of several samples
/// of one series and time the one that was written last is kept; a late sample is stored where its time is. One history a database.
/// </summary>
public sealed partial class SqlHistory : ISink<Sample>, ISinkHealth, IHistory, IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly SqlDialect _dialect;
    private readonly SqlHistoryOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SampleBatcher _batcher;
    private readonly Catalog _catalog = new();
    private readonly PeriodTotals _totals = new();
    private readonly SemaphoreSlim _gate = new(1, 1); // the one writer: a batch, a merge, or a step of forgetting
    private readonly CancellationTokenSource _ending = new(); // a delay before a retry is cut short, maintenance ends
    private readonly CancellationTokenSource _abort = new(); // what is under way ends
    private readonly Task _writing;
    private readonly Task _maintenance;
    private Store? _store; // within the gate
    private Trouble? _trouble;
    private string? _maintenanceTrouble;
    private long _stored;
    private long _lost;
    private long _refused;
    private int _inFlight;
    private int _disposed;

    /// <summary>Begins to open the database; it need not be there yet.</summary>
    /// <param name="source">Makes the connections: one to write with, one for each read under way. Lent; not disposed.</param>
    /// <param name="dialect">What is particular to the database.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SqlHistory(DbDataSource source, SqlDialect dialect, SqlHistoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(dialect);
        _source = source;
        _dialect = dialect;
        _options = (options ?? new SqlHistoryOptions()).Validated();
        _logger = _options.Logger;
        _time = _options.TimeProvider;
        _lastMerge = _time.GetTimestamp();
        _batcher = new SampleBatcher(new()
        {
            Capacity = _options.QueueCapacity,
            BatchCount = _options.BatchCount,
            MaxAge = _options.BatchAge,
            TimeProvider = _time,
        });
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        _maintenance = Task.Run(MaintainAsync, CancellationToken.None);
    }

    /// <summary>Samples stored since the start.</summary>
    public long Stored => Volatile.Read(ref _stored);

    /// <summary>Samples taken and not stored when the history ended, and samples without a series.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Samples that <see cref="Write"/> did not take because the queue was full.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Samples taken and not stored yet.</summary>
    public long Waiting => _batcher.Count + Volatile.Read(ref _inFlight);

    /// <inheritdoc/>
    public SinkHealth Health
    {
        get
        {
            if (Volatile.Read(ref _trouble) is { } trouble)
            {
                string next = trouble.NextTry is { } due ? string.Create(CultureInfo.InvariantCulture, $"; {Waiting:N0} samples waiting, next try in {Math.Max(0, Math.Ceiling((due - _time.GetUtcNow()).TotalSeconds)):0} s") : "";
                return new SinkHealth(trouble.State, string.Create(CultureInfo.InvariantCulture, $"{_options.Name} {trouble.Reason}{next}"));
            }

            if (_batcher.Count >= _options.QueueCapacity - (_options.QueueCapacity / 10))
                return new SinkHealth(SinkState.Degraded, string.Create(CultureInfo.InvariantCulture, $"{_options.Name} stores more slowly than samples come; {Waiting:N0} samples waiting, {Refused:N0} not taken"));
            return Volatile.Read(ref _maintenanceTrouble) is { } reason
                ? new SinkHealth(SinkState.Degraded, $"{_options.Name} {reason}")
                : new SinkHealth(SinkState.Ok);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Takes fewer when the queue is full; allocates nothing once the queue has grown.</remarks>
    public int Write(ReadOnlySpan<Sample> items)
    {
        int taken = _batcher.Write(items);
        if (taken < items.Length)
            CountRefused(items.Length - taken);
        return taken;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => _batcher.WaitToWriteAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>When it completes, the database has committed them. While the database fails it waits, as the samples do; bound it with <paramref name="cancellationToken"/>.</remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _batcher.FlushAsync(cancellationToken);

    /// <summary>Takes nothing more, stores what waits, trying for <see cref="SqlHistoryOptions.DrainTimeout"/>, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _writing.ConfigureAwait(false);
            return;
        }

        _batcher.Complete();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _maintenance.ConfigureAwait(false);
        using (var drained = new CancellationTokenSource())
        {
            Task late = Task.Delay(_options.DrainTimeout, _time, drained.Token);
            await Task.WhenAny(_writing, late).ConfigureAwait(false);
            await drained.CancelAsync().ConfigureAwait(false);
        }

        await _abort.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _batcher.Dispose();
        _gate.Dispose();
        _ending.Dispose();
        _abort.Dispose();
    }

    private void CountRefused(int count)
    {
        Interlocked.Add(ref _refused, count);
        Diagnostics.Refused.Add(count);
    }

    private string Reason(Exception exception) => exception switch
    {
        DbException database => _dialect.Explain(database),
        _ => $"cannot be used: {exception.Message}",
    };

    /// <summary>What keeps samples from being stored at the moment; for good when there is no next try.</summary>
    private sealed record Trouble(SinkState State, string Reason, DateTimeOffset? NextTry, Exception Exception);
}
