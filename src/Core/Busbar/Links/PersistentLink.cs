namespace Busbar.Links;

/// <summary>
/// A link that comes back: a connector, a back-off policy, and the link of the moment. It connects when somebody asks for the
/// link; while the delay after a failed attempt runs, asking fails at once, so that a poller learns in time that its device is away.
/// A link that closes is made anew at once; one that does so before <see cref="ReconnectOptions.MaximumDelay"/> was over counts as a
/// failed attempt from the second time in a row, or a peer that accepts and closes would be called without end.
/// </summary>
/// <typeparam name="TSession">The protocol's session; a new one for each connection.</typeparam>
public sealed partial class PersistentLink<TSession> : IAsyncDisposable
    where TSession : class, ISession
{
    private readonly Lock _lock = new();
    private readonly IConnector _connector;
    private readonly Func<Connection, TSession> _createSession;
    private readonly LinkOptions _options;
    private readonly ReconnectOptions _reconnect;
    private readonly MonotonicClock _clock;
    private readonly CancellationTokenSource _disposing = new();
    private BackOff _backOff;
    private int _abandoned; // connectors that were given up and have not come back
    private Link<TSession>? _link;
    private Task<Link<TSession>>? _connecting;
    private ConnectException? _lastFailure;
    private long _notBefore = long.MinValue;
    private long _connectedAt;
    private int _shortLived; // links in a row that closed before they were worth a new start of the delays
    private bool _disposed;

    /// <summary>Nothing is connected before the first <see cref="GetAsync"/>.</summary>
    /// <param name="connector">Makes each connection.</param>
    /// <param name="createSession">Makes the session of a connection.</param>
    /// <param name="options">The options of each link.</param>
    /// <param name="reconnect">Time-out and back-off.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public PersistentLink(IConnector connector, Func<Connection, TSession> createSession, LinkOptions? options = null, ReconnectOptions? reconnect = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(createSession);
        _connector = connector;
        _createSession = createSession;
        _options = (options ?? new LinkOptions()).Validated();
        _reconnect = (reconnect ?? new ReconnectOptions()).Validated();
        _clock = new MonotonicClock(_options.TimeProvider);
        _backOff = new BackOff(_reconnect);
    }

    /// <summary>The target for people and logs.</summary>
    public string Target => _connector.Target;

    /// <summary>The open link; null while there is none. Any thread.</summary>
    public Link<TSession>? Current => Volatile.Read(ref _link) is { CloseReason: null } link ? link : null;

    /// <summary>The open link, at once when there is one; otherwise the outcome of an attempt to connect, which all callers share.</summary>
    /// <param name="cancellationToken">Ends this caller's wait; the attempt goes on for the others.</param>
    /// <exception cref="ConnectException">The attempt failed, or the last one did and the delay before the next still runs.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ValueTask<Link<TSession>> GetAsync(CancellationToken cancellationToken = default) =>
        Current is { } link ? new(link) : new(ConnectAsync(cancellationToken));

    /// <summary>Closes the link and ends an attempt under way. A connector that is deaf to its cancellation is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<Link<TSession>>? connecting;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            connecting = _connecting;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        if (connecting is not null)
            await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_link is { } link) // the one there was, or the one that was still made
            await link.DisposeAsync().ConfigureAwait(false);
        _disposing.Dispose();
    }

    private Task<Link<TSession>> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Current is { } link)
                return Task.FromResult(link);
            if (_connecting is null)
            {
                NoteLoss();
                long wait = _notBefore - _clock.Now;
                if (_lastFailure is { } failure && wait > 0)
                {
                    // A new exception each time: one object thrown to many callers would gather all their stack traces.
                    return Task.FromException<Link<TSession>>(new ConnectException(
                        Target, FormattableString.Invariant($"{(failure.InnerException?.Message ?? failure.Message).TrimEnd('.')} (next attempt in {TimeSpan.FromTicks(wait).TotalSeconds:0.0} s)"), failure.InnerException));
                }

                using (ExecutionContext.SuppressFlow())
                    _connecting = Task.Run(AttemptAsync, CancellationToken.None);
                _ = _connecting.ContinueWith(static attempt => _ = attempt.Exception, TaskScheduler.Default); // seen, though all who wait may have gone
            }

            return _connecting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Under the lock: judges the link that has closed, if there was one.</summary>
    private void NoteLoss()
    {
        if (_link is not { CloseReason: { } reason })
            return;
        _link = null;
        if (_clock.Now - _connectedAt >= _reconnect.MaximumDelay.Ticks)
        {
            _backOff.Reset();
            _shortLived = 0;
        }
        else if (++_shortLived > 1)
        {
            _notBefore = _clock.Now + _backOff.Next().Ticks;
            _lastFailure = new ConnectException(Target, reason.Message, new LinkClosedException(Target, reason));
        }
    }

    private Link<TSession> Succeed(Link<TSession> link)
    {
        lock (_lock)
        {
            _link = link;
            _connecting = null;
            _lastFailure = null;
            _connectedAt = _clock.Now;
            if (_disposed)
                link.Close(CloseReason.Local());
        }

        Log.Connected(_options.Logger, Target);
        return link;
    }

    private ConnectException Fail(Exception exception)
    {
        ConnectException failure = exception as ConnectException ?? new ConnectException(Target, exception.Message, exception);
        TimeSpan delay;
        lock (_lock)
        {
            delay = _backOff.Next();
            _notBefore = _clock.Now + delay.Ticks;
            _lastFailure = failure;
            _connecting = null;
        }

        Log.ConnectFailed(_options.Logger, Target, delay.TotalSeconds, failure.InnerException?.Message ?? failure.Message);
        return failure;
    }
}
