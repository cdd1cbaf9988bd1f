namespace Busbar.Messaging;

// Time, and how sessions and connections end.
public sealed partial class BrokerServer
{
    private long _faults;
    private long _failures;

    /// <summary>Ends a session for good.</summary>
    internal void End(ClientSession session, ClientCloseCode code, string reason, bool hasTimedOut = false)
    {
        if (!session.TryEnd(out ClientConnection? connection, out string[] joined))
            return;
        _sessionsBySecret.TryRemove(session.Secret, out _);
        _sessionsById.TryRemove(session.Id, out _);
        Interlocked.Decrement(ref _sessionCount);
        connection?.CloseTransport(code, reason);
        session.Outlet.Dispose();
        session.FailRequests();
        foreach (string filter in joined)
        {
            Presence.Remove(filter, session);
            OnLeft(session, filter);
        }

        if (hasTimedOut)
            OnTimedOut(session);
    }

    /// <summary>The same from where locks may be held.</summary>
    internal void EndLater(ClientSession session, ClientCloseCode code, string reason) =>
        ThreadPool.UnsafeQueueUserWorkItem(static end => end.session.Server.End(end.session, end.code, end.reason), (session, code, reason), preferLocal: false);

    internal void OnDetached(ClientConnection connection)
    {
        _strangers.TryRemove(connection, out _);
        connection.Session?.Detach(connection);
    }

    internal void OnSilent(ClientConnection connection) => connection.Close(ClientCloseCode.PolicyViolation, "a silent client");

    internal void OnClosing(ClientCloseCode code, string reason)
    {
        _diagnostics.OnClosed(code);
        if (code is not (ClientCloseCode.Normal or ClientCloseCode.GoingAway))
            Options.Logger.ClientClosed((int)code, reason);
    }

    internal void OnFault() => Interlocked.Increment(ref _faults);

    internal void OnConnectionFailed(Exception exception)
    {
        if (long.IsPow2(Interlocked.Increment(ref _failures)))
            Options.Logger.ConnectionFailed(exception, _failures);
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _isSweeping, 1) != 0)
            return; // the one before takes longer than the period
        try
        {
            long now = Now();
            foreach ((ClientConnection stranger, _) in _strangers)
            {
                if (now - stranger.OpenedAt >= ToTicks(Options.HelloTimeout))
                    stranger.Close(ClientCloseCode.PolicyViolation, "no hello in time");
            }

            foreach ((_, ClientSession session) in _sessionsBySecret)
                session.Tick(now);
        }
        catch (Exception exception)
        {
            OnConnectionFailed(exception);
        }
        finally
        {
            Volatile.Write(ref _isSweeping, 0);
        }
    }
}
