using System.Net;
using Busbar.Links;

namespace Busbar.Serial;

/// <summary>
/// A serial line for a server: its one connection is there from the beginning. When that ends, by a fault or an adapter that was unplugged, the
/// line is tried again each second until it can be opened.
/// </summary>
public sealed class SerialListener : IConnectionListener
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly SerialOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private SerialConnection? _waiting;
    private SerialConnection? _current;

    private SerialListener(string path, SerialOptions options, TimeProvider timeProvider)
    {
        _path = path;
        _options = options;
        _time = timeProvider;
        LocalEndPoint = new SerialEndPoint(path);
        _waiting = SerialConnector.OpenLine(path, options, timeProvider);
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Opens the line.</summary>
    /// <param name="path">The device, for example <c>/dev/ttyUSB0</c>.</param>
    /// <param name="options">How it runs; the defaults when null.</param>
    /// <param name="timeProvider">The clock of delays; the system's unless given.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two exclude each other.</exception>
    /// <exception cref="ConnectException">It could not be opened.</exception>
    public static SerialListener Open(string path, SerialOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new SerialListener(path, (options ?? new SerialOptions()).Validated(), timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        try
        {
            if (_current is not null)
                await _current.Ended.WaitAsync(either.Token).ConfigureAwait(false);
            return _current = Interlocked.Exchange(ref _waiting, null) ?? await ReopenAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Ends it; a connection that was accepted goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _waiting, null) is { } unaccepted)
            await unaccepted.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<SerialConnection> ReopenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return SerialConnector.OpenLine(_path, _options, _time);
            }
            catch (ConnectException)
            {
                await Task.Delay(RetryDelay, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
