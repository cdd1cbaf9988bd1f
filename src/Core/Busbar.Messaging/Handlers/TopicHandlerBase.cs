namespace Busbar.Messaging;

/// <summary>What <see cref="TopicHandler"/> and <see cref="RawTopicHandler"/> share: the queue, the one task that empties it, and the counts.</summary>
public abstract class TopicHandlerBase : IAsyncDisposable
{
    private readonly Broker _broker;
    private readonly TopicHandlerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new(); // of beginning and ending
    private readonly Dictionary<Topic, TopicRoute> _routes = []; // the pump's alone
    private Outlet? _queue;
    private Task _pump = Task.CompletedTask;
    private long _handled;
    private long _rejected;
    private long _failed;
    private bool _isDisposed;

    private protected TopicHandlerBase(Broker broker, TopicHandlerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(broker);
        _broker = broker;
        _options = options is null ? new TopicHandlerOptions() : options with { Queue = options.Queue with { } };
        _options.Queue.Validate();
    }

    /// <summary>Calls of methods that ended well.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>Messages whose payload or topic was not what a method takes; the method was not called.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Calls of methods that threw.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Messages that were lost because the queue was full.</summary>
    public long Dropped => Volatile.Read(ref _queue)?.Dropped ?? 0;

    /// <summary>Ends with <see cref="DisposeAsync"/>, with the broker, or when the queue overflowed under <see cref="OutletPolicy.Disconnect"/>; never with an exception.</summary>
    public Task Completion => Volatile.Read(ref _pump);

    /// <summary>The filters of the methods; generated.</summary>
    protected virtual IReadOnlyList<string> EventFilters => [];

    /// <summary>Subscribes to the topics of all methods; their retained states come first. More than once does nothing.</summary>
    /// <exception cref="ObjectDisposedException">The handler or its broker ended.</exception>
    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_queue is not null)
                return;

            TopicFilter[] filters = [.. EventFilters.Select(TopicFilter.Parse)];
            Outlet queue = _broker.OpenOutlet(_options.Queue);
            foreach (string filter in filters.Select(static filter => filter.Text).Distinct(StringComparer.Ordinal))
                queue.Subscribe(filter);
            Volatile.Write(ref _queue, queue);
            Volatile.Write(ref _pump, Task.Run(() => PumpAsync(queue, filters), CancellationToken.None));
        }
    }

    /// <summary>
    /// Ends the subscription, forgets what waits, cancels the token of the method that runs, and waits for its end. Not to be awaited by a
    /// method of the handler itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _isDisposed = true;
        _queue?.Dispose(); // before the token, whose callbacks run the pump on to its end
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Calls the method of one filter; generated.</summary>
    /// <param name="filter">Which of <see cref="EventFilters"/>, from 0.</param>
    /// <param name="topic">The topic's name as UTF-8.</param>
    /// <param name="payload">What was published.</param>
    /// <param name="message">The message, for methods that ask for it; theirs until they end, and given back then.</param>
    /// <param name="cancellationToken">Cancelled when the handler ends.</param>
    protected virtual EventOutcome DispatchEvent(int filter, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, RetainedMessage message, CancellationToken cancellationToken) =>
        EventOutcome.NotFound;

    private async Task PumpAsync(Outlet queue, TopicFilter[] filters)
    {
        while (await queue.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (queue.TryRead(out RetainedMessage message))
            {
                using (message)
                {
                    TopicRoute route = RouteOf(message.Topic, filters);
                    foreach (int filter in route.Filters)
                        await CallAsync(filter, route, message).ConfigureAwait(false);
                }
            }
        }
    }

    private ValueTask CallAsync(int filter, TopicRoute route, RetainedMessage message)
    {
        try
        {
            EventOutcome outcome = DispatchEvent(filter, route.Name, message.Payload, message, _stopping.Token);
            if (outcome.Fault is { } fault)
            {
                OnRejected(route, fault);
                return default;
            }

            if (!outcome.Completion.IsCompletedSuccessfully)
                return AwaitAsync(outcome.Completion, route);
            Interlocked.Increment(ref _handled);
        }
        catch (Exception exception)
        {
            OnFailed(route, exception);
        }

        return default;
    }

    private async ValueTask AwaitAsync(Task completion, TopicRoute route)
    {
        try
        {
            await completion.ConfigureAwait(false);
            Interlocked.Increment(ref _handled);
        }
        catch (Exception exception)
        {
            OnFailed(route, exception);
        }
    }

    private TopicRoute RouteOf(Topic topic, TopicFilter[] filters)
    {
        if (!_routes.TryGetValue(topic, out TopicRoute? route))
        {
            if (_routes.Count > (2 * _broker.TopicCount) + 64)
                _routes.Clear(); // most are of topics that were removed
            _routes.Add(topic, route = new TopicRoute(topic, filters));
        }

        return route;
    }

    private void OnRejected(TopicRoute route, EventFault fault)
    {
        long count = Interlocked.Increment(ref _rejected);
        if (long.IsPow2(count))
            _options.Logger.PayloadRejected(GetType().Name, route.Topic.Name, fault.ToString(), count);
    }

    private void OnFailed(TopicRoute route, Exception exception)
    {
        if (exception is OperationCanceledException && _stopping.IsCancellationRequested)
            return;
        long count = Interlocked.Increment(ref _failed);
        if (long.IsPow2(count))
            _options.Logger.TopicMethodFailed(exception, GetType().Name, route.Topic.Name, count);
    }
}
