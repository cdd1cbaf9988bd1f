namespace Busbar.Messaging;

// How the server's code takes part. What handlers throw is logged and counted, and reaches nobody else.
public sealed partial class BrokerServer
{
    private readonly HandlerList<Func<RemoteClient, ValueTask>> _registering = new();
    private readonly HandlerList<Func<RemoteClient, string, ValueTask>> _joining = new();
    private readonly HandlerList<Func<RemoteClient, string, ValueTask>> _leaving = new();
    private readonly HandlerList<Func<RemoteClient, ValueTask>> _timingOut = new();
    private readonly HandlerList<Func<ClientMessage, ValueTask>> _messages = new();
    private readonly HandlerList<Func<ClientRequest, ValueTask<ClientAnswer>>> _requests = new();
    private long _handlerFailures;

    /// <summary>Handlers and rules that threw.</summary>
    public long HandlerFailures => Volatile.Read(ref _handlerFailures);

    internal bool TakesMessages => !_messages.IsEmpty;

    /// <summary>
    /// Calls <paramref name="handler"/> when a client has got a new session. Of one client, this handler and those of joining, leaving, messages
    /// and time-outs are called one after the other, in the order of what happened; each is awaited before the next.
    /// </summary>
    /// <returns>Disposing it takes the handler out again.</returns>
    public IDisposable OnRegister(Func<RemoteClient, ValueTask> handler) => _registering.Add(handler);

    /// <summary>Calls <paramref name="handler"/> when a client has joined a filter.</summary>
    /// <inheritdoc cref="OnRegister"/>
    public IDisposable OnJoin(Func<RemoteClient, string, ValueTask> handler) => _joining.Add(handler);

    /// <summary>Calls <paramref name="handler"/> when a client has left a filter, itself or with the end of its session.</summary>
    /// <inheritdoc cref="OnRegister"/>
    public IDisposable OnLeave(Func<RemoteClient, string, ValueTask> handler) => _leaving.Add(handler);

    /// <summary>Calls <paramref name="handler"/> when a client's connection broke and it did not come back within its grace.</summary>
    /// <inheritdoc cref="OnRegister"/>
    public IDisposable OnTimeout(Func<RemoteClient, ValueTask> handler) => _timingOut.Add(handler);

    /// <summary>Calls <paramref name="handler"/> for each message that a client sends to the server.</summary>
    /// <inheritdoc cref="OnRegister"/>
    public IDisposable OnMessage(Func<ClientMessage, ValueTask> handler) => _messages.Add(handler);

    /// <summary>
    /// Calls <paramref name="handler"/> for each request of that name. It is called at once, beside other handlers of the same client, so that
    /// it may ask the client something itself. What it throws the client is told as <c>failed</c>, without the reason.
    /// </summary>
    /// <param name="name">The name; null for all, also those without.</param>
    /// <param name="handler">Gives the answer, or <see cref="ClientAnswer.Pass"/> to leave it to the handlers behind it.</param>
    /// <returns>Disposing it takes the handler out again.</returns>
    public IDisposable OnRequest(string? name, Func<ClientRequest, ValueTask<ClientAnswer>> handler) => _requests.Add(handler, name);

    internal bool TakesRequest(string? name) => Array.Exists(_requests.Entries, entry => entry.Name is null || entry.Name == name);

    /// <summary>Asks the handlers, one after the other, until one answers.</summary>
    internal async ValueTask<(WireError? Error, ReadOnlyMemory<byte> Value)> HandleAsync(ClientRequest request)
    {
        try
        {
            foreach (HandlerList<Func<ClientRequest, ValueTask<ClientAnswer>>>.Entry entry in _requests.Entries)
            {
                if (entry.Name is not null && entry.Name != request.Name)
                    continue;
                ClientAnswer answer = await entry.Handler(request).ConfigureAwait(false);
                if (!answer.IsAnswer)
                    continue;
                CheckJson(answer.Value.Span);
                return (null, answer.Value);
            }

            return (WireError.NoHandler, default);
        }
        catch (Exception exception)
        {
            if (!request.CancellationToken.IsCancellationRequested)
                OnHandlerFailed(exception, "a request");
            return (WireError.Failed, default);
        }
    }

    internal ValueTask<bool> AskAsync<T>(Func<T, ValueTask<bool>> rule, T first) => AskAsync(static (first, rule) => rule(first), first, rule);

    /// <summary>Asks a rule; one that throws refuses.</summary>
    internal ValueTask<bool> AskAsync<TFirst, TSecond>(Func<TFirst, TSecond, ValueTask<bool>> rule, TFirst first, TSecond second)
    {
        try
        {
            ValueTask<bool> allowed = rule(first, second);
            return allowed.IsCompletedSuccessfully ? allowed : AwaitAsync(allowed);
        }
        catch (Exception exception)
        {
            OnHandlerFailed(exception, "a rule");
            return ValueTask.FromResult(false);
        }
    }

    internal void OnMessageOf(ClientSession session, ClientMessage message) =>
        session.Callbacks.Add(() => CallAsync(_messages, static (handler, message) => handler(message), message, "a message"));

    internal void OnJoined(ClientSession session, string filter) => Call(session, _joining, filter, "joining");

    internal void OnLeft(ClientSession session, string filter) => Call(session, _leaving, filter, "leaving");

    private void OnRegistered(ClientSession session) => Call(session, _registering, "registering");

    private void OnTimedOut(ClientSession session) => Call(session, _timingOut, "a time-out");

    private void Call(ClientSession session, HandlerList<Func<RemoteClient, ValueTask>> handlers, string occasion)
    {
        if (!handlers.IsEmpty)
            session.Callbacks.Add(() => CallAsync(handlers, static (handler, client) => handler(client), session.Client, occasion));
    }

    private void Call(ClientSession session, HandlerList<Func<RemoteClient, string, ValueTask>> handlers, string filter, string occasion)
    {
        if (!handlers.IsEmpty)
            session.Callbacks.Add(() => CallAsync(handlers, static (handler, state) => handler(state.Client, state.filter), (session.Client, filter), occasion));
    }

    private async ValueTask CallAsync<THandler, TState>(HandlerList<THandler> handlers, Func<THandler, TState, ValueTask> call, TState state, string occasion)
        where THandler : class
    {
        foreach (HandlerList<THandler>.Entry entry in handlers.Entries)
        {
            try
            {
                await call(entry.Handler, state).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                OnHandlerFailed(exception, occasion);
            }
        }
    }

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> allowed)
    {
        try
        {
            return await allowed.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            OnHandlerFailed(exception, "a rule");
            return false;
        }
    }

    private void OnHandlerFailed(Exception exception, string occasion)
    {
        long count = Interlocked.Increment(ref _handlerFailures);
        if (long.IsPow2(count))
            Options.Logger.ClientHandlerFailed(exception, occasion, count);
    }
}
