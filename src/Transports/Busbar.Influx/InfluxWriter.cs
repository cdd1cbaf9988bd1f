using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Busbar.Influx;

/// <summary>
/// Writes samples to InfluxDB in batches. <see cref="Write"/> copies them into a bounded queue and returns; a loop of the writer's own
/// encodes batches as line protocol and posts them. A server that is away or busy is tried again, with growing delays, while the
/// samples wait; only when the queue is full is the oldest dropped, and counted.
/// </summary>
public sealed partial class InfluxWriter : ISink<Sample>, ISinkHealth, IAsyncDisposable
{
    private static readonly TimeSpan LossIsRecent = TimeSpan.FromMinutes(1);

    private readonly InfluxOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SampleBatcher _batcher;
    private readonly LineProtocol _protocol;
    private readonly InfluxServer _server;
    private readonly CancellationTokenSource _ending = new(); // the delay before a retry is cut short
    private readonly CancellationTokenSource _abort = new(); // what is under way ends
    private readonly Task _loop;
    private Trouble? _trouble; // null while the server takes what it is given
    private Loss? _loss; // the last one
    private long _written;
    private long _refused;
    private long _rejected;
    private long _inFlight;
    private int _disposed;

    /// <summary>Begins to write; the server need not be there yet.</summary>
    /// <exception cref="ArgumentException">An option is missing, contradicts another or is outside its range.</exception>
    public InfluxWriter(InfluxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _logger = _options.Logger;
        _time = _options.TimeProvider;
        _protocol = new LineProtocol(_options.Version, _options.Precision);
        _backoff = new Backoff(_options.RetryDelay, _options.MaxRetryDelay, _options.Seed);
        _server = new InfluxServer(_options);
        _batcher = new SampleBatcher(new()
        {
            Capacity = _options.QueueCapacity,
            DropOldest = true,
            BatchCount = _options.BatchCount,
            MaxAge = _options.BatchAge,
            TimeProvider = _time,
        });
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Samples the server has taken.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Samples lost: dropped from the full queue, refused by the server, or not delivered when the writer was disposed.</summary>
    public long Lost => Volatile.Read(ref _refused) + _batcher.Dropped;

    /// <summary>Values that line protocol cannot carry, see <see cref="LineProtocolResult.Rejected"/>.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Samples taken and neither written nor lost yet.</summary>
    public long Waiting => _batcher.Count + Volatile.Read(ref _inFlight);

    /// <inheritdoc/>
    public SinkHealth Health
    {
        get
        {
            if (Volatile.Read(ref _trouble) is { } trouble)
            {
                string next = trouble.NextTry is { } due ? string.Create(CultureInfo.InvariantCulture, $"; next try in {Math.Max(0, Math.Ceiling((due - _time.GetUtcNow()).TotalSeconds)):0} s") : "";
                return new SinkHealth(trouble.State, string.Create(CultureInfo.InvariantCulture, $"{_server.Name} {trouble.Reason}; {Waiting:N0} samples waiting, {Lost:N0} lost{next}"));
            }

            return Volatile.Read(ref _loss) is { } loss && (loss.Everything || _time.GetUtcNow() - loss.At < LossIsRecent)
                ? new SinkHealth(loss.Everything ? SinkState.Down : SinkState.Degraded, string.Create(CultureInfo.InvariantCulture, $"{_server.Name} {loss.Reason}; {Lost:N0} samples lost in all"))
                : new SinkHealth(SinkState.Ok);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Takes everything until the writer is disposed: in a full queue the oldest samples make room, and are counted by <see cref="Lost"/>.</remarks>
    public int Write(ReadOnlySpan<Sample> items) => _batcher.Write(items);

    /// <inheritdoc/>
    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => _batcher.WaitToWriteAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>While the server is away this waits, as the samples do; bound it with <paramref name="cancellationToken"/>.</remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _batcher.FlushAsync(cancellationToken);

    /// <summary>Takes nothing more, tries for <see cref="InfluxOptions.DrainTimeout"/> to deliver what waits, and counts the rest as lost.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _loop.ConfigureAwait(false);
            return;
        }

        _batcher.Complete();
        await _ending.CancelAsync().ConfigureAwait(false);
        using (var drained = new CancellationTokenSource())
        {
            Task late = Task.Delay(_options.DrainTimeout, _time, drained.Token);
            await Task.WhenAny(_loop, late).ConfigureAwait(false);
            await drained.CancelAsync().ConfigureAwait(false);
        }

        await _abort.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _server.Dispose();
        _batcher.Dispose();
        _ending.Dispose();
        _abort.Dispose();
    }

    /// <summary>What keeps samples from being delivered at the moment.</summary>
    private sealed record Trouble(SinkState State, string Reason, DateTimeOffset? NextTry);

    /// <summary>The last loss: of everything, until the server takes something again, or of a part.</summary>
    private sealed record Loss(string Reason, DateTimeOffset At, bool Everything = false);
}
