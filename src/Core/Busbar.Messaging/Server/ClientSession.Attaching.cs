namespace Busbar.Messaging;

// Connections come and go.
internal sealed partial class ClientSession
{
    private const int SendsInARow = 8;

    /// <summary>Makes a connection the present one; one that was there before is closed.</summary>
    /// <param name="connection">It has a transport.</param>
    /// <param name="position">The last that the client has received; null when it does not say.</param>
    /// <param name="mode">How it comes.</param>
    /// <returns>False when the session has ended, or never was at that position.</returns>
    public bool TryAttach(ClientConnection connection, long? position, AttachMode mode)
    {
        ClientConnection? before;
        lock (_drain)
        {
            if (_isEnded || position > _ring.Last)
                return false;
            long received = position ?? _ring.First - 1;
            bool hasAll = received == _ring.Last;
            _ring.Acknowledge(received);
            connection.Begin(this, received + 1, Math.Max(received + 1, _ring.First));

            // A client that has got all that was sent by polls before has got the topics in them, too.
            if (mode != AttachMode.Poll || !hasAll)
                _announced.Clear();
            if (mode == AttachMode.Hello)
                _objects.DropAnswers();
            before = _connection;
            _lastHeard = _lastSent = Server.Now();
            Volatile.Write(ref _connection, connection);
            Task pumpBefore = _pump;
            using (ExecutionContext.SuppressFlow())
                _pump = Task.Run(() => PumpAsync(pumpBefore, connection));
        }

        before?.CloseTransport(ClientCloseCode.PolicyViolation, "the session was taken over by a later connection");
        Outlet.Wake(); // ends the wait of the pump before
        return true;
    }

    /// <summary>A connection has ended; what follows waits for the next one.</summary>
    public void Detach(ClientConnection connection)
    {
        lock (_drain)
        {
            if (_connection != connection)
                return;
            Volatile.Write(ref _detachedAt, Server.Now()); // first: whoever finds no connection must find how long there is none
            Volatile.Write(ref _connection, null);
        }

        Outlet.Wake(); // the pump ends
    }

    /// <summary>Closes the present connection, if there is one.</summary>
    public void CloseConnection(ClientCloseCode code, string reason) => Volatile.Read(ref _connection)?.Close(code, reason);

    /// <summary>Hands over what the client is still to be told before its connection is closed.</summary>
    public void SendAnswers(ClientConnection connection)
    {
        OutgoingBatch batch;
        lock (_drain)
        {
            if (_connection != connection)
                return;
            batch = OutgoingBatch.Begin(connection.Form);
            connection.CollectGreeting(batch);
            CollectAgain(connection, batch);
            if (connection.NextAgain > _ring.Last)
                CollectObjects(batch);
            connection.NextAgain = Math.Max(connection.NextAgain, _ring.Last + 1);
        }

        if (!batch.IsEmpty)
            connection.Transport!.TrySend(batch.Objects);
    }

    /// <summary>The one writer of a connection: gathers what waits, hands it over, and waits for room or for more.</summary>
    private async Task PumpAsync(Task before, ClientConnection connection)
    {
        await before.ConfigureAwait(false); // an outlet has one reader
        try
        {
            int sends = 0;
            while (await connection.Transport!.WaitForRoomAsync().ConfigureAwait(false))
            {
                PumpStep step = Send(connection);
                if (step == PumpStep.Ended)
                    return;
                if (step == PumpStep.Sent)
                {
                    if (++sends % SendsInARow == 0)
                        await Task.Yield(); // others wait for this thread
                    continue;
                }

                sends = 0;
                if (!await Outlet.WaitToReadAsync().ConfigureAwait(false))
                {
                    Server.End(this, ClientCloseCode.GoingAway, "the server stops");
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            Server.OnConnectionFailed(exception);
            connection.CloseTransport(ClientCloseCode.InternalError, "an error inside the server");
        }

        Detach(connection);
    }

    private PumpStep Send(ClientConnection connection)
    {
        OutgoingBatch batch;
        PumpStep step;
        lock (_drain)
        {
            if (_connection != connection)
                return PumpStep.Ended;
            batch = OutgoingBatch.Begin(connection.Form);
            Collect(connection, batch);
            if (batch.IsEmpty)
                return PumpStep.Idle;
            Volatile.Write(ref _lastSent, Server.Now());
            step = connection.NextAgain > _ring.Last && Outlet.Count == 0 && _objects.IsEmpty ? PumpStep.Idle : PumpStep.Sent;
        }

        return connection.Transport!.TrySend(batch.Objects) ? step : PumpStep.Ended;
    }

    private enum PumpStep : byte
    {
        /// <summary>Nothing more waits, whether something was sent or not.</summary>
        Idle,

        /// <summary>More may wait.</summary>
        Sent,

        /// <summary>The connection is not the present one any more.</summary>
        Ended,
    }
}
