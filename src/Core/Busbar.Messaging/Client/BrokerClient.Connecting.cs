using System.Text.Json;
using Busbar.Links;

namespace Busbar.Messaging;

// The connection, and what leaves by it. What is said is put into a queue under the client's lock and taken from there under the link's.
public sealed partial class BrokerClient
{
    private const int MaxPendingOctets = 1024 * 1024; // of what the connection has not taken; more waits in the queue, which is bounded

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly PersistentLink<BrokerClientSession> _link;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously); // the first connection, or why there is none
    private BrokerClientSession? _open; // that has said welcome
    private bool _wasTold; // of the present outage
    private bool _isDisposed;

    /// <summary>Ends the session, as far as there is a connection to say so, and all that waits.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        try
        {
            if (_link.Current is { } link)
            {
                using LinkScope<BrokerClientSession> scope = link.Enter();
                if (scope.Session.IsOpen)
                {
                    scope.Session.Drain(scope.Output);
                    scope.Session.Say(scope.Output, ClientObjects.Bye());
                }
            }
        }
        catch (LinkClosedException)
        {
            // The server notices by itself.
        }

        await _link.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        lock (_lock)
        {
            _pending.RejectAll(static _ => true, static () => new ObjectDisposedException(nameof(BrokerClient)));
            ForgetTopics();
        }

        _ending.Dispose();
    }

    internal byte[] Hello()
    {
        lock (_lock)
            return ClientObjects.Hello(_options, _session, _position);
    }

    /// <summary>The next that is to be said; null when nothing is, or the connection takes no more for now.</summary>
    internal WaitingObject? TakeWaiting(int pendingOctets)
    {
        lock (_lock)
        {
            while (pendingOctets < MaxPendingOctets && _waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                if (first.Value.Id == 0 || _pending.Has(first.Value.Id)) // nobody waits any more for what has timed out
                    return first.Value;
            }

            return null;
        }
    }

    internal void OnLost(BrokerClientSession session, CloseReason reason)
    {
        lock (_lock)
        {
            if (_open == session)
                _open = null;
            var unsaid = new HashSet<long>(_waiting.Select(static waiting => waiting.Id));
            unsaid.UnionWith(_groups.Values.Select(static group => group.JoinId));
            _pending.RejectAll(
                id => !unsaid.Contains(id),
                static () => new BrokerRequestException("disconnected", "The connection broke before the answer; whether it was done is not known."));
        }

        if (!_ending.IsCancellationRequested)
            TellLost(reason.Message);
    }

    private async Task KeepConnectedAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Link<BrokerClientSession> link = await _link.GetAsync(_ending.Token).ConfigureAwait(false);
                await link.Completion.ConfigureAwait(false);
            }
            catch (ConnectException exception)
            {
                TellLost(exception.Message);
                await Task.Delay(Retry, _options.TimeProvider, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void TellLost(string reason)
    {
        lock (_lock)
        {
            if (_wasTold)
                return;
            _wasTold = true;
        }

        ClientLog.Lost(_options.Logger, _link.Target, reason);
        if (_first.TrySetException(new ConnectException(_link.Target, reason, new IOException(reason))))
            _ = _first.Task.Exception; // seen, though nobody may wait
        if (_options.OnDisconnected is { } tell)
            _queue.Add(() => tell(reason));
    }

    private void Post(WaitingObject said)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _waiting.AddLast(said);
        }

        Kick();
        lock (_lock)
        {
            for (LinkedListNode<WaitingObject>? node = _waiting.First, next; node is not null && _waiting.Count > _options.MaxWaiting; node = next)
            {
                next = node.Next;
                if (!node.Value.MayGiveWay)
                    continue;
                _waiting.Remove(node);
                _lost++;
                _pending.Reject(node.Value.Id, new BrokerRequestException("overflow", "Too much waits for the connection."));
            }
        }
    }

    /// <summary>Says what waits, when there is a connection. Not under the client's lock.</summary>
    private void Kick()
    {
        try
        {
            if (_link.Current is not { } link)
                return;
            using LinkScope<BrokerClientSession> scope = link.Enter();
            scope.Session.Drain(scope.Output);
        }
        catch (LinkClosedException)
        {
            // It is said on the next connection.
        }
    }

    private Task<JsonElement> AskAsync(Func<long, byte[]> make, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(id => new WaitingObject(make(id), id), timeout, cancellationToken);

    private async Task<JsonElement> AskAsync(Func<long, WaitingObject> make, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long id;
        Task<JsonElement> answer;
        lock (_lock)
            id = _pending.Add(out answer);
        try
        {
            Post(make(id));
            return await answer.WaitAsync(timeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(FormattableString.Invariant($"The broker at {_link.Target} did not answer within {timeout.TotalSeconds:0.###} s."), exception);
        }
        finally
        {
            lock (_lock)
                _pending.Remove(id);
        }
    }
}
