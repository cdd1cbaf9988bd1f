namespace Busbar.Links;

/// <content>One attempt to connect: bounded whatever the connector does, because a device away must not hold up those who ask for it.</content>
public sealed partial class PersistentLink<TSession>
{
    /// <summary>Connectors given up and still under way before no more are begun: each may hold a thread or a handle.</summary>
    private const int MaxAbandoned = 16;

    private async Task<Link<TSession>> AttemptAsync()
    {
        Connection? connection = null;
        try
        {
            connection = await MakeConnectionAsync().ConfigureAwait(false);
            var link = new Link<TSession>(connection, _createSession(connection), _options);
            link.Start();
            return Succeed(link);
        }
        catch (Exception exception)
        {
            if (connection is not null)
                await EndAsync(connection, exception).ConfigureAwait(false);
            if (_disposing.IsCancellationRequested)
                throw new ObjectDisposedException(nameof(PersistentLink<>));
            throw Fail(exception);
        }
    }

    private async Task<Connection> MakeConnectionAsync()
    {
        if (Volatile.Read(ref _abandoned) >= MaxAbandoned)
            throw new TimeoutException($"{MaxAbandoned} attempts before this one were given up and have not ended");

        using var timeout = new CancellationTokenSource(_reconnect.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _disposing.Token);
        CancellationToken token = either.Token;
        Task<Connection> connecting = Task.Run(() => _connector.ConnectAsync(token).AsTask(), CancellationToken.None); // on its own: it may block before it awaits
        try
        {
            return await connecting.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (token.IsCancellationRequested)
        {
            Interlocked.Increment(ref _abandoned);
            _ = EndLateAsync(connecting, exception);
            if (!timeout.IsCancellationRequested || _disposing.IsCancellationRequested)
                throw;
            throw new TimeoutException(FormattableString.Invariant($"no answer within {_reconnect.ConnectTimeout.TotalSeconds:0.###} s"), exception);
        }
    }

    /// <summary>What an attempt makes that nobody waits for any more is disposed, and what it throws is seen.</summary>
    private async Task EndLateAsync(Task<Connection> connecting, Exception reason)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
            await EndAsync(await connecting.ConfigureAwait(false), reason).ConfigureAwait(false);
        Interlocked.Decrement(ref _abandoned);
    }

    private async ValueTask EndAsync(Connection connection, Exception failure)
    {
        try
        {
            connection.Abort(CloseReason.Internal(failure));
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_options.Logger, exception, Target);
        }
    }
}
