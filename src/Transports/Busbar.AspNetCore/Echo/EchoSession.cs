using System.Net.WebSockets;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>
/// One page. Two loops: one reads what the page asks and notes it; the other alone applies it, drains the outlet and sends, so that
/// frames, snapshots and the close never meet on the socket.
/// </summary>
internal sealed partial class EchoSession : IDisposable
{
    private readonly EchoServing _serving;
    private readonly EchoOptions _options;
    private readonly IEchoFeed _feed;
    private readonly TimeProvider _time;
    private readonly WebSocket _socket;
    private readonly Action _abort;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationToken _ended;
    private readonly Outlet _outlet;
    private readonly EchoFrame _frame = new();
    private readonly Lock _deadlineLock = new(); // the session, and the request with it, does not end while the deadline cuts it off
    private readonly ITimer _heartbeat;
    private readonly ITimer _deadline;
    private EchoRequest? _request;      // the latest that was asked and not yet applied
    private Closing? _closing;          // the first reason to end
    private volatile bool _isAwaiting;  // something has to happen before the deadline

    public EchoSession(EchoServing serving, WebSocket socket, Action abort, CancellationTokenSource ending)
    {
        _serving = serving;
        _options = serving.Options;
        _feed = serving.Feed;
        _time = serving.Feed.TimeProvider;
        _socket = socket;
        _abort = abort;
        _ending = ending;
        _ended = ending.Token;
        _outlet = _feed.Open(_options.MaxQueuedBytes);
        _announced = _feed.Series.Count;
        _heartbeat = _time.CreateTimer(static state => ((EchoSession)state!)._outlet.Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _deadline = _time.CreateTimer(static state => ((EchoSession)state!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Serves the page until it leaves, breaks a rule, is cut off, or the host stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Task receiving = ReceiveAsync();
        try
        {
            await SendAllAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The page left, the receiving loop found a reason, the host stops, the connection broke, or the deadline cut it.
        }
        catch (Exception exception)
        {
            _serving.Logger.PageFailed(exception);
            End(WebSocketCloseStatus.InternalServerError, "an error inside the server");
        }

        if (stopping.IsCancellationRequested)
            End(WebSocketCloseStatus.EndpointUnavailable, "the server stops");
        await CloseAsync(receiving).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        _deadline.Dispose();
        lock (_deadlineLock)
            _isAwaiting = false; // the deadline may be firing still
        _outlet.Dispose();
        _frame.Dispose();
    }

    /// <summary>Notes why the page is closed, the first time, and ends the sending loop.</summary>
    private void End(WebSocketCloseStatus status, string reason)
    {
        if (Interlocked.CompareExchange(ref _closing, new Closing(status, reason), null) is null)
            _ending.Cancel();
    }

    private async Task CloseAsync(Task receiving)
    {
        Closing closing = Interlocked.CompareExchange(ref _closing, null, null) ?? new Closing(WebSocketCloseStatus.NormalClosure, "");
        Diagnostics.Closed.Add(1, new KeyValuePair<string, object?>("status", (int)closing.Status));
        Await(_options.CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(closing.Status, closing.Reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            _socket.Abort();
        }

        await receiving.ConfigureAwait(false); // ends with the page's own close, or with the deadline's abort
        Done();
    }

    private void Await(TimeSpan limit)
    {
        _isAwaiting = true;
        _deadline.Change(limit, Timeout.InfiniteTimeSpan);
    }

    private void Done()
    {
        _isAwaiting = false;
        _deadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void OnDeadline()
    {
        lock (_deadlineLock)
        {
            if (!_isAwaiting)
                return; // it was done while the timer fired
            Diagnostics.CutOff.Add(1);
            _serving.Logger.PageCutOff();
            _abort(); // a send that waits for the peer's window ends with its connection only; first, as the socket's end may end the request
            _socket.Abort();
        }
    }

    private static bool IsEnd(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    private sealed record Closing(WebSocketCloseStatus Status, string Reason);
}
