namespace Busbar.Messaging;

// Messages and requests: to the server, to other clients, and from both to this one.
internal sealed partial class ClientSession
{
    private const double MaxTimeout = 3_600_000;
    private const int MaxCallbacks = 1000;

    private readonly Dictionary<long, PendingRequest> _pending = []; // put to this client; its own lock
    private readonly HashSet<RunningRequest> _running = [];          // this client's, in handlers; its own lock
    private long _requests;

    public ValueTask SendAsync(ClientConnection connection, in ClientObject message)
    {
        string? name = message.Name.ToStringOrNull();
        if (!message.To.IsThere)
        {
            SendToServer(message.Id, name, message.Value);
            return default;
        }

        long? id = message.Id;
        if (Server.Find(message.To.ToString()) is not { } target)
        {
            AnswerError(id, WireError.NoClient, "There is no such client.");
            return default;
        }

        if (Server.Options.AuthorizeSend is not { } authorize)
        {
            SendTo(target, id, name, message.Value);
            return default;
        }

        return SendAuthorizedAsync(Server.AskAsync(authorize, Client, target.Client), target, id, name, message.Value.ToArray());
    }

    public ValueTask RequestAsync(ClientConnection connection, in ClientObject message)
    {
        string? name = message.Name.ToStringOrNull();
        long? id = message.Id;
        long deadline = Server.Now() + Server.ToTicks(
            message.Timeout is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, MaxTimeout)) : Server.Options.RequestTimeout);
        if (!message.To.IsThere)
        {
            AskServer(id, name, message.Value, deadline);
            return default;
        }

        if (Server.Find(message.To.ToString()) is not { } target)
        {
            AnswerError(id, WireError.NoClient, "There is no such client.");
            return default;
        }

        if (Server.Options.AuthorizeSend is not { } authorize)
        {
            Ask(target, id, name, message.Value, deadline);
            return default;
        }

        return AskAuthorizedAsync(Server.AskAsync(authorize, Client, target.Client), target, id, name, message.Value.ToArray(), deadline);
    }

    /// <summary>Puts a request to this client.</summary>
    /// <param name="request">Who waits for the answer.</param>
    /// <param name="from">Who asks; null for the server.</param>
    /// <param name="name">What is asked for.</param>
    /// <param name="value">JSON.</param>
    /// <returns>Why it could not be put; null when it was.</returns>
    public WireError? TryAsk(PendingRequest request, string? from, string? name, ReadOnlySpan<byte> value)
    {
        long number;
        lock (_pending)
        {
            if (_isEnded)
                return WireError.NoClient;
            if (_pending.Count >= Server.Options.MaxRequests)
                return WireError.TooMany;
            number = ++_requests;
            _pending.Add(number, request);
        }

        MessageBlock block = Server.Objects.Make(new Call(number, from, name, value), static (to, call) => JsonWire.OpenRequest(to, call.Number, call.From, call.Name, call.Value));
        return TryAddObject(block, takesPosition: true) || !TryTakePending(number, out _) ? null : WireError.TooMany;
    }

    /// <summary>The client answered; late and unknown answers are passed over.</summary>
    public void OnResponse(in ClientObject message)
    {
        if (message.RequestId is not { } number || !TryTakePending(number, out PendingRequest? request))
            return;
        if (message.Error.IsThere)
            request.Fail(WireError.Failed, message.Error.ToString());
        else
            request.Complete(message.Value);
    }

    /// <summary>Nobody will answer any more, and nobody waits.</summary>
    public void FailRequests()
    {
        PendingRequest[] pending;
        lock (_pending)
        {
            pending = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (PendingRequest request in pending)
            request.Fail(WireError.NoClient, "The client has left.");
        foreach (RunningRequest running in Running())
        {
            if (running.TryAnswer())
                running.Cancel();
        }
    }

    private void TickRequests(long now)
    {
        if (_pending.Count == 0 && _running.Count == 0)
            return; // read without a lock: one that begins now is not late
        List<PendingRequest> late = [];
        lock (_pending)
        {
            foreach ((long number, PendingRequest request) in _pending)
            {
                if (request.Deadline <= now && _pending.Remove(number))
                    late.Add(request);
            }
        }

        foreach (PendingRequest request in late)
            request.Fail(WireError.Timeout, "No answer came in time.");
        foreach (RunningRequest running in Running())
        {
            if (running.Deadline > now || !running.TryAnswer())
                continue;
            AnswerError(running.Id, WireError.Timeout, "No answer came in time.");
            running.Cancel();
        }
    }

    private void SendToServer(long? id, string? name, ReadOnlySpan<byte> value)
    {
        if (!Server.TakesMessages)
        {
            AnswerError(id, WireError.NoHandler, "The server takes no messages.");
        }
        else if (Callbacks.Count >= MaxCallbacks)
        {
            AnswerError(id, WireError.TooMany, "The server is busy with messages of this client.");
        }
        else
        {
            Server.OnMessageOf(this, new ClientMessage(Client, name, Copy(value)));
            AnswerDone(id, id, static (to, state) => JsonWire.WriteSent(to, state));
        }
    }

    private async ValueTask SendAuthorizedAsync(ValueTask<bool> allowed, ClientSession target, long? id, string? name, byte[] value)
    {
        if (await allowed.ConfigureAwait(false))
            SendTo(target, id, name, value);
        else
            AnswerError(id, WireError.Forbidden, "This client may not send to that one.");
    }

    private void SendTo(ClientSession target, long? id, string? name, ReadOnlySpan<byte> value)
    {
        if (target.TryAddObject(Server.MakeSend(Id, name, value), takesPosition: true))
            AnswerDone(id, id, static (to, state) => JsonWire.WriteSent(to, state));
        else
            AnswerError(id, WireError.TooMany, "Too much waits for that client.");
    }

    private async ValueTask AskAuthorizedAsync(ValueTask<bool> allowed, ClientSession target, long? id, string? name, byte[] value, long deadline)
    {
        if (await allowed.ConfigureAwait(false))
            Ask(target, id, name, value, deadline);
        else
            AnswerError(id, WireError.Forbidden, "This client may not ask that one.");
    }

    private void Ask(ClientSession target, long? id, string? name, ReadOnlySpan<byte> value, long deadline)
    {
        if (target.TryAsk(new RelayedRequest(this, id, deadline), Id, name, value) is { } error)
            AnswerError(id, error, error == WireError.NoClient ? "There is no such client." : "Too much waits for that client.");
    }

    private void AskServer(long? id, string? name, ReadOnlySpan<byte> value, long deadline)
    {
        if (!Server.TakesRequest(name))
        {
            AnswerError(id, WireError.NoHandler, "Nobody takes a request of that name.");
            return;
        }

        var running = new RunningRequest(id, deadline);
        lock (_running)
        {
            if (_running.Count >= Server.Options.MaxRequests)
                running = null;
            else
                _running.Add(running);
        }

        if (running is null)
            AnswerError(id, WireError.TooMany, $"A client may have {Server.Options.MaxRequests} requests under way.");
        else
            _ = RunAsync(running, new ClientRequest(Client, name, Copy(value), running.Token));
    }

    private async Task RunAsync(RunningRequest running, ClientRequest request)
    {
        (WireError? error, ReadOnlyMemory<byte> value) = await Server.HandleAsync(request).ConfigureAwait(false);
        lock (_running)
            _running.Remove(running);
        if (!running.TryAnswer())
            return;
        if (error is { } code)
            AnswerError(running.Id, code, code == WireError.NoHandler ? "Nobody takes that request." : "The request failed.");
        else
            AnswerDone(running.Id, (running.Id, value), static (to, state) => JsonWire.WriteResponse(to, state.Id, state.value.Span));
    }

    private bool TryTakePending(long number, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PendingRequest? request)
    {
        lock (_pending)
            return _pending.Remove(number, out request);
    }

    private RunningRequest[] Running()
    {
        lock (_running)
            return [.. _running];
    }

    private static byte[] Copy(ReadOnlySpan<byte> value) => value.IsEmpty ? "null"u8.ToArray() : value.ToArray();

    private readonly ref struct Call(long number, string? from, string? name, ReadOnlySpan<byte> value)
    {
        public readonly long Number = number;
        public readonly string? From = from;
        public readonly string? Name = name;
        public readonly ReadOnlySpan<byte> Value = value;
    }
}
