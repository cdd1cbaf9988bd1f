using System.Collections.Concurrent;
using System.Net;

namespace Busbar.Links;

/// <summary>Accepts connections, makes a session and a link for each, bounds how many there are and ends them all.</summary>
/// <typeparam name="TSession">The protocol's session.</typeparam>
public sealed class LinkServer<TSession> : IAsyncDisposable
    where TSession : class, ISession
{
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromSeconds(1);

    private readonly IConnectionListener _listener;
    private readonly Func<Connection, TSession> _createSession;
    private readonly Action<Link<TSession>, TSession>? _attach;
    private readonly LinkServerOptions _options;
    private readonly ConcurrentDictionary<Task, Link<TSession>?> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _open;
    private long _accepted;
    private long _refused;
    private long _failed;
    private bool _isFull; // said so since the last connection that was admitted
    private int _disposed;

    /// <summary>Begins to accept. The server owns the listener from now on.</summary>
    /// <param name="listener">Where connections come from; listening already.</param>
    /// <param name="createSession">Makes the session of a connection.</param>
    /// <param name="options">Limits and the links' options.</param>
    /// <param name="attach">Called with each link and its session before the link starts: for sessions through which others send. Null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public LinkServer(
        IConnectionListener listener, Func<Connection, TSession> createSession, LinkServerOptions? options = null, Action<Link<TSession>, TSession>? attach = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(createSession);
        _listener = listener;
        _createSession = createSession;
        _attach = attach;
        _options = (options ?? new LinkServerOptions()).Validated();
        using (ExecutionContext.SuppressFlow())
            _accepting = Task.Run(AcceptAsync, CancellationToken.None);
    }

    /// <summary>Where it listens.</summary>
    public EndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>Connections open at this moment.</summary>
    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>Connections accepted since the start, refused ones left out.</summary>
    public long AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>Connections closed at once because <see cref="LinkServerOptions.MaxConnections"/> were open.</summary>
    public long RefusedConnections => Volatile.Read(ref _refused);

    /// <summary>Connections accepted that got no link: a handshake that failed or took longer than <see cref="LinkServerOptions.OpenTimeout"/>, a session that could not be made.</summary>
    public long FailedConnections => Volatile.Read(ref _failed);

    /// <summary>The links open at this moment.</summary>
    public IEnumerable<Link<TSession>> Links => _connections.Values.OfType<Link<TSession>>();

    /// <summary>Stops to accept, closes all links in order and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _accepting.ConfigureAwait(false);
            foreach (Link<TSession> link in Links)
                link.Close(CloseReason.Local("the server stops"));
            await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false) is not { } connection)
                    return;
                await AdmitAsync(connection).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Out of file handles, for example: that passes, and the connections there are must not suffer.
                Log.AcceptFailed(_options.Link.Logger, exception, $"{LocalEndPoint}", AcceptRetryDelay.TotalSeconds);
                await Task.Delay(AcceptRetryDelay, _options.Link.TimeProvider, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask AdmitAsync(Connection connection)
    {
        if (Interlocked.Increment(ref _open) > _options.MaxConnections)
        {
            Interlocked.Decrement(ref _open);
            Interlocked.Increment(ref _refused);
            if (!_isFull) // once, until there was room again: whoever calls without end must not fill the log
                Log.ConnectionRefused(_options.Link.Logger, $"{LocalEndPoint}", connection.Target, _options.MaxConnections);
            _isFull = true;
            await EndAsync(connection, CloseReason.LimitExceeded("too many connections")).ConfigureAwait(false);
            return;
        }

        _isFull = false;
        Interlocked.Increment(ref _accepted);
        var admitted = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task serving = ServeAsync(connection, admitted.Task);
        _connections[serving] = null;
        admitted.SetResult(serving);
    }

    private async Task ServeAsync(Connection connection, Task<Task> admitted)
    {
        Task self = await admitted.ConfigureAwait(false);
        try
        {
            await OpenAsync(connection).ConfigureAwait(false);
            TSession session = _createSession(connection);
            var link = new Link<TSession>(connection, session, _options.Link);
            _attach?.Invoke(link, session);
            link.Start();
            _connections[self] = link; // only now: whoever finds it may call it
            if (_stopping.IsCancellationRequested)
                link.Close(CloseReason.Local("the server stops"));
            await link.Completion.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failed);
            Log.OpenFailed(_options.Link.Logger, $"{LocalEndPoint}", connection.Target, exception.Message);
            await EndAsync(connection, CloseReason.Fault(exception)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            _connections.TryRemove(self, out _);
        }
    }

    /// <summary>Bounded whatever the connection does: one that never opens must not hold a place for ever.</summary>
    private async Task OpenAsync(Connection connection)
    {
        using var timeout = new CancellationTokenSource(_options.OpenTimeout, _options.Link.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        Task opening = connection.OpenAsync(either.Token).AsTask();
        try
        {
            await opening.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (either.IsCancellationRequested)
        {
            _ = opening.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // seen, though nobody waits
            if (_stopping.IsCancellationRequested)
                throw;
            throw new TimeoutException(FormattableString.Invariant($"not open after {_options.OpenTimeout.TotalSeconds:0.###} s"), exception);
        }
    }

    private async ValueTask EndAsync(Connection connection, CloseReason reason)
    {
        try
        {
            connection.Abort(reason);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_options.Link.Logger, exception, connection.Target);
        }
    }
}
