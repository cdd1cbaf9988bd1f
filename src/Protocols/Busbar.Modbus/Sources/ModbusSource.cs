namespace Busbar.Modbus;

/// <summary>
/// A device read in a fixed cycle: each poll is one batch of samples with one time. What the field does wrong is said by the
/// samples' quality: without an answer all series are not connected and not topical within two periods, a refused read makes its
/// own series invalid.
/// </summary>
public sealed class ModbusSource : IDevice
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly ModbusClient _client;
    private readonly int _unit;
    private readonly TimeSpan _every;
    private readonly string _name;
    private readonly Series[] _series;
    private readonly DeviceImage _image;
    private readonly DeviceHealth _health;
    private readonly CancellationTokenSource _disposing = new();
    private Task _run = Task.CompletedTask;
    private bool _disposed;

    private ModbusSource(ModbusClient client, int unit, TimeSpan every, string name, IReadOnlyList<ModbusPoint> points, ModbusSourceOptions options)
    {
        _client = client;
        _unit = unit;
        _every = every;
        _name = name;
        _series = DeviceSeries.Make(name, every, points, options);
        _image = new DeviceImage(points, _series, options);
        _health = new DeviceHealth(name, client.Target, client.Options.TimeProvider, client.Options.Logger);
    }

    /// <summary>Called when a poll has ended and the next is waited for: what a test with a hand-driven clock needs to know before it moves the clock.</summary>
    internal Action? PollEnded { get; set; }

    /// <inheritdoc/>
    public DeviceStatus Status => _health.Snapshot(_every, _series);

    /// <summary>A source that reads points in a fixed cycle.</summary>
    /// <param name="client">Its connection, clock and logger. Lent: shared with others and disposed by its owner.</param>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="every">The time from one poll to the next, 10 ms to 1 day. The first begins at once.</param>
    /// <param name="name">The device's name, which is its series' measurement.</param>
    /// <param name="points">What is read; at least one, each with a series of its own.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="ArgumentException">A point contradicts itself, or two have the same series.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ModbusSource Poll(ModbusClient client, int unit, TimeSpan every, string name, IReadOnlyList<ModbusPoint> points, ModbusSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(points);
        if ((uint)unit > byte.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit identifier must be 0 to 255.");
        if (every < ShortestPeriod || every > LongestPeriod)
            throw new ArgumentOutOfRangeException(nameof(every), every, "The period must be 10 ms to 1 day.");
        if (points.Count == 0)
            throw new ArgumentException("There is no point to read.", nameof(points));
        foreach (ModbusPoint point in points)
            point.Check();

        return new ModbusSource(client, unit, every, name, [.. points], (options ?? new ModbusSourceOptions()).Validated());
    }

    /// <summary>A source that reads what a register map describes in a fixed cycle.</summary>
    /// <inheritdoc cref="Poll(ModbusClient, int, TimeSpan, string, IReadOnlyList{ModbusPoint}, ModbusSourceOptions?)"/>
    /// <typeparam name="TMap">The map.</typeparam>
    public static ModbusSource Poll<TMap>(ModbusClient client, int unit, TimeSpan every, string name, ModbusSourceOptions? options = null)
        where TMap : IRegisterMap =>
        Poll(client, unit, every, name, TMap.Points, options);

    /// <summary>Polls until cancelled, disposed, or until the sink has ended.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_run.IsCompleted)
                throw new InvalidOperationException($"{_name} is polled already.");
            return _run = RunCoreAsync(sink, cancellationToken);
        }
    }

    /// <summary>Ends the polling and waits for its end. The client stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        Task run;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            run = _run;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposing.Dispose();
    }

    private async Task RunCoreAsync(ISink<Sample> sink, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        using (var poller = new Poller(_client, _unit, _name, _image, _health, _every, sink, PollEnded))
            await poller.RunAsync(stopping.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
