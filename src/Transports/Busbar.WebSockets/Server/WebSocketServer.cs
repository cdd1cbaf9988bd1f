using System.Collections.Concurrent;
using System.Net;
using Busbar.Links;
using Busbar.Sockets;
using Microsoft.Extensions.Logging;

namespace Busbar.WebSockets;

/// <summary>
/// A WebSocket server on sockets of its own: shakes hands, bounds how many are open, closes all with 1001 when it ends. What one client
/// does wrong ends its own connection and no other.
/// </summary>
public sealed class WebSocketServer : IAsyncDisposable
{
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromSeconds(1);

    private readonly WebSocketListener _listener;
    private readonly Func<WebSocketChannel, IWebSocketHandler> _createHandler;
    private readonly WebSocketServerOptions _options;
    private readonly ConcurrentDictionary<long, Serving> _serving = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _accepted;
    private long _refused;
    private long _failed;
    private bool _isFull; // said so since the last connection that was admitted
    private int _disposed;

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">Where connections come from, listening already; owned from now on.</param>
    /// <param name="createHandler">Makes what takes the messages of one WebSocket; it may look at the request of the channel it is given.</param>
    /// <param name="options">How the server behaves.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public WebSocketServer(IConnectionListener listener, Func<WebSocketChannel, IWebSocketHandler> createHandler, WebSocketServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(createHandler);
        _options = (options ?? new WebSocketServerOptions()).Validated();
        _listener = new WebSocketListener(listener, _options.Handshake);
        _createHandler = createHandler;
        using (ExecutionContext.SuppressFlow())
            _accepting = Task.Run(AcceptAsync, CancellationToken.None);
    }

    /// <summary>Where it listens, with the real port when 0 was asked for.</summary>
    public EndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>Connections open at this moment, those that still shake hands included.</summary>
    public int OpenConnections => _serving.Count;

    /// <summary>Connections accepted, refused ones left out.</summary>
    public long AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>Connections closed at once because <see cref="WebSocketServerOptions.MaxConnections"/> were open.</summary>
    public long RefusedConnections => Volatile.Read(ref _refused);

    /// <summary>Connections accepted that became no WebSocket: refused by the handshake, broken, or too slow.</summary>
    public long FailedConnections => Volatile.Read(ref _failed);

    private ILogger Logger => _options.WebSocket.Logger;

    /// <summary>Listens by TCP. Plain text: beyond loopback give a listener with TLS to the constructor.</summary>
    /// <param name="endPoint">The address and port, port 0 for any.</param>
    /// <param name="createHandler">Makes what takes the messages of one WebSocket.</param>
    /// <param name="options">How the server behaves.</param>
    /// <exception cref="IOException">The end point cannot be listened at.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static WebSocketServer Listen(IPEndPoint endPoint, Func<WebSocketChannel, IWebSocketHandler> createHandler, WebSocketServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(createHandler);
        WebSocketServerOptions chosen = (options ?? new WebSocketServerOptions()).Validated(); // before anything is bound
        return new WebSocketServer(SocketListener.Bind(endPoint, timeProvider: chosen.WebSocket.TimeProvider), createHandler, chosen);
    }

    /// <summary>Stops to accept, closes all WebSockets with 1001 and waits for their ends, which the close timeout bounds.</summary>
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
            foreach (Serving serving in _serving.Values)
                serving.Channel?.BeginClose(WebSocketCloseCode.GoingAway, "the server stops");
            await Task.WhenAll(_serving.Values.Select(serving => serving.Ended.Task)).ConfigureAwait(false);
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
                Log.AcceptFailed(Logger, exception, $"{LocalEndPoint}", AcceptRetryDelay.TotalSeconds);
                await Task.Delay(AcceptRetryDelay, _options.WebSocket.TimeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask AdmitAsync(Connection connection)
    {
        if (_serving.Count >= _options.MaxConnections)
        {
            Interlocked.Increment(ref _refused);
            if (!_isFull) // once, until there was room again: whoever calls without end must not fill the log
                Log.ConnectionRefused(Logger, $"{LocalEndPoint}", connection.Target, _options.MaxConnections);
            _isFull = true;
            await EndAsync(connection, CloseReason.LimitExceeded("too many connections")).ConfigureAwait(false);
            return;
        }

        _isFull = false;
        var serving = new Serving(Interlocked.Increment(ref _accepted));
        _serving[serving.Number] = serving;
        _ = ServeAsync(connection, serving); // its end is Ended
    }

    private async Task ServeAsync(Connection connection, Serving serving)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await OpenAsync(connection).ConfigureAwait(false);
            WebSocketChannel channel = WebSocketChannel.Open(connection, WebSocketRole.Server, _createHandler, _options.WebSocket);
            serving.Open(channel);
            if (_stopping.IsCancellationRequested)
                channel.BeginClose(WebSocketCloseCode.GoingAway, "the server stops");
            await channel.Closed.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failed);
            Log.HandshakeFailed(Logger, $"{LocalEndPoint}", connection.Target, exception.Message);
            await EndAsync(connection, CloseReason.Fault(exception)).ConfigureAwait(false);
        }
        finally
        {
            _serving.TryRemove(serving.Number, out _);
            serving.Ended.SetResult();
        }
    }

    /// <summary>Bounded whatever the client does: one that never asks must not hold a place for ever.</summary>
    private async Task OpenAsync(Connection connection)
    {
        using var timeout = new CancellationTokenSource(_options.HandshakeTimeout, _options.WebSocket.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            await connection.OpenAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"no handshake after {_options.HandshakeTimeout.TotalSeconds:0.###} s"), exception);
        }
    }

    private static async ValueTask EndAsync(Connection connection, CloseReason reason)
    {
        connection.Abort(reason);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>One connection from its admission to its end.</summary>
    private sealed class Serving(long number)
    {
        private WebSocketChannel? _channel;

        public long Number => number;

        public WebSocketChannel? Channel => Volatile.Read(ref _channel);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Seen by whoever stops the server, or whoever stops it is seen behind this.</summary>
        public void Open(WebSocketChannel channel) => Interlocked.Exchange(ref _channel, channel);
    }
}
