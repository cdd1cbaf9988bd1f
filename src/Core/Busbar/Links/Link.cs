namespace Busbar.Links;

/// <summary>
/// The one pump for all protocols: it owns a connection, a session, one lock and one timer, from <see cref="Start"/> to
/// <see cref="Completion"/>. Received octets, due timers and callers (<see cref="Enter"/>) meet the session one at a time. On leaving
/// the lock, what the session wrote goes out with one flush: by this thread when nothing is being sent, otherwise by the sender,
/// which takes all that gathered meanwhile. Allocates nothing per frame or call.
/// </summary>
/// <typeparam name="TSession">The protocol's session.</typeparam>
public sealed partial class Link<TSession> : IAsyncDisposable
    where TSession : class, ISession
{
    private readonly Lock _lock = new();
    private readonly Connection _connection;
    private readonly TSession _session;
    private readonly SessionOutput _output;
    private readonly LinkOptions _options;
    private readonly MonotonicClock _clock;
    private readonly TaskCompletionSource<CloseReason> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private long _armed = long.MaxValue; // when the timer will fire; never later than the deadline
    private CloseReason? _closeReason; // decided; what was written may still be going out
    private bool _closed; // the pump has ended
    private bool _started;
    private bool _opened; // the session was told of its opening; only then is it told of the end
    private bool _aborting; // the connection is to be aborted, not ended in order

    /// <summary>A link over an opened connection, which it owns from now on. Nothing happens before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public Link(Connection connection, TSession session, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(session);
        _connection = connection;
        _session = session;
        _options = (options ?? new LinkOptions()).Validated();
        _slowReceive = _options.SlowReceive.Ticks;
        _clock = new MonotonicClock(_options.TimeProvider);
        _output = new SessionOutput(connection.PreservesMessages);
        _onFlushed = OnFlushed;
    }

    /// <summary>The connection; for its end points and certificate.</summary>
    public Connection Connection => _connection;

    /// <summary>Ends with the reason when the link has closed and its connection is disposed. Never faults.</summary>
    public Task<CloseReason> Completion => _completion.Task;

    /// <summary>Why the link closes or has closed; null while it is open.</summary>
    public CloseReason? CloseReason => Volatile.Read(ref _closeReason);

    internal TSession SessionUnderLock => _session;

    internal SessionOutput OutputUnderLock => _output;

    /// <summary>Opens the session and begins to read. Once.</summary>
    public void Start()
    {
        _lock.Enter();
        try
        {
            if (_started)
                throw new InvalidOperationException("The link was started before.");
            _started = true;
            using (ExecutionContext.SuppressFlow()) // the timer and the pump serve everybody, not who started them
                _timer = _options.TimeProvider.CreateTimer(static link => ((Link<TSession>)link!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_closeReason is null)
                OpenSession();
        }
        finally
        {
            Leave();
        }

        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(PumpAsync); // its end is Completion
    }

    /// <summary>Takes the lock to call the session. Leave it with <see cref="LinkScope{TSession}.Dispose"/>.</summary>
    /// <exception cref="LinkClosedException">The link has closed.</exception>
    /// <exception cref="InvalidOperationException">The link was not started, or this thread holds the lock already: a session called back into its link.</exception>
    [HotPath]
    public LinkScope<TSession> Enter()
    {
        if (_lock.IsHeldByCurrentThread)
            throw new InvalidOperationException("A session must not call its own link.");
        _lock.Enter();
        if (_closeReason is { } reason)
        {
            _lock.Exit();
            throw new LinkClosedException(_connection.Target, reason);
        }

        if (!_opened)
        {
            _lock.Exit();
            throw new InvalidOperationException("The link was not started.");
        }

        return new LinkScope<TSession>(this, _clock.Now);
    }

    /// <summary>Closes in order: what was written is sent first, within the send timeout. The first reason stands. Any thread.</summary>
    public void Close(CloseReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (_lock.IsHeldByCurrentThread)
        {
            _output.Close(reason); // the session itself asks: whoever called it goes on from here
            return;
        }

        _lock.Enter();
        _output.Close(reason);
        Leave();
    }

    /// <summary>Closes at once. Any thread.</summary>
    public void Abort(CloseReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        bool isCalledBySession = _lock.IsHeldByCurrentThread;
        _lock.Enter();
        _output.Close(reason);
        _output.Truncate(0);
        _aborting = true;
        if (isCalledBySession)
            _lock.Exit(); // whoever called the session goes on from here
        else
            Leave();
    }

    /// <summary>Closes in order and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(Links.CloseReason.Local());
        bool neverStarted;
        lock (_lock)
        {
            neverStarted = !_started;
            _started = true;
        }

        if (neverStarted)
            await EndAsync().ConfigureAwait(false);
        await _completion.Task.ConfigureAwait(false);
    }

    /// <summary>Leaves the lock: everything a call into the session may have caused is done here, in this order.</summary>
    [HotPath]
    internal void Leave()
    {
        long deadline = _closeReason is null ? DeadlineOfSession() : long.MaxValue;
        if (_output.PendingOctets > _options.MaxPendingOutput)
            CloseForOutput();
        if (_output.CloseRequested is { } reason && _closeReason is null)
            BeginClose(reason);

        bool send = !_sending && _output.SendableOctets > 0 && !_closed && _started;
        if (send)
        {
            _sending = true;
            _output.BeginSend();
        }

        bool abort = _aborting && !_closed;
        bool end = _closeReason is not null && !_sending && !_closed; // nothing left to send: the pump ends the link
        if (!_closed)
            Arm(deadline);
        Operation? completed = _output.TakeCompleted();
        _lock.Exit();

        if (send)
            SendPending();
        RunCompletions(completed);
        if (abort)
            AbortConnection();
        if (end)
            StopReading();
    }

    private void CloseForOutput() =>
        _output.Close(Links.CloseReason.LimitExceeded($"{_output.PendingOctets} octets wait to be sent, more than the limit of {_options.MaxPendingOutput}"));

    [HotPath]
    private static void RunCompletions(Operation? completed)
    {
        while (completed is not null)
        {
            Operation? next = completed.NextCompleted; // read first: once queued, the operation may be used again
            completed.NextCompleted = null;
            completed.IsCompleting = false;
            ThreadPool.UnsafeQueueUserWorkItem(completed, preferLocal: true);
            completed = next;
        }
    }

    /// <summary>Outside the lock: a carrier may go on with the pump on this very thread.</summary>
    private void StopReading()
    {
        try
        {
            _connection.Input.CancelPendingRead();
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_options.Logger, exception, _connection.Target);
        }
    }

    private void AbortConnection()
    {
        try
        {
            _connection.Abort(_closeReason!);
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_options.Logger, exception, _connection.Target);
        }
    }

    private void OpenSession()
    {
        _opened = true;
        try
        {
            _session.OnOpened(_clock.Now, _output);
        }
        catch (Exception exception)
        {
            SessionFaulted(exception);
        }
    }

    /// <summary>Under the lock: a session that throws here closes its link as everywhere, and leaves the lock usable.</summary>
    [HotPath]
    private long DeadlineOfSession()
    {
        try
        {
            return _session.Deadline;
        }
        catch (Exception exception)
        {
            SessionFaulted(exception);
            return long.MaxValue;
        }
    }

    private void SessionFaulted(Exception exception)
    {
        Log.SessionFaulted(_options.Logger, exception, _connection.Target);
        _output.Close(Links.CloseReason.Internal(exception));
    }

    /// <summary>Under the lock: the session is told now, so that no caller waits for a link that is going.</summary>
    private void BeginClose(CloseReason reason)
    {
        Volatile.Write(ref _closeReason, reason);
        int written = _output.PendingOctets;
        try
        {
            if (_opened)
                _session.OnClosed(reason, _output);
        }
        catch (Exception exception)
        {
            Log.SessionFaulted(_options.Logger, exception, _connection.Target);
        }

        _output.Truncate(written);
        _armed = long.MaxValue;
        _sendDeadline = _clock.Now + _options.SendTimeout.Ticks; // a peer that takes nothing must not keep a closing link
    }

    private void OnTimer()
    {
        _lock.Enter();
        _armed = long.MaxValue;
        long now = _clock.Now;
        bool stalled = now >= _sendDeadline;
        if (_closeReason is null && DeadlineOfSession() <= now)
        {
            try
            {
                _session.OnDeadline(now, _output);
            }
            catch (Exception exception)
            {
                SessionFaulted(exception);
            }
        }

        if (stalled)
        {
            _output.Close(Links.CloseReason.TimedOut(FormattableString.Invariant($"the peer took no octets for {_options.SendTimeout.TotalSeconds:0.###} s")));
            _output.Truncate(0);
            _sendDeadline = long.MaxValue;
            _aborting = true;
        }

        Leave();
    }

    /// <summary>Under the lock. The timer is moved only towards the present; when it fires early it is set again, which spares a move per call.</summary>
    [HotPath]
    private void Arm(long deadline)
    {
        deadline = _closeReason is null ? Math.Min(deadline, _sendDeadline) : _sendDeadline;
        if (deadline >= _armed || _timer is null)
            return;

        _armed = deadline;
        long ticks = Math.Max(deadline - _clock.Now, 0);
        // Timers count whole milliseconds and cut the rest off: rounded up, or this one would fire early and often.
        long milliseconds = Math.Max((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 1);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }
}
