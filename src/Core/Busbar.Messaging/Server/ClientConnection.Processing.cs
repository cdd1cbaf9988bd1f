namespace Busbar.Messaging;

// What the client says, one object after the other: what is done at once is done here, what waits makes the rest wait.
public sealed partial class ClientConnection
{
    private ValueTask WorkOffAsync(ReadOnlyMemory<byte> text, int position = 0)
    {
        while (true)
        {
            var reader = new ClientObjectReader(text.Span, position);
            if (!reader.TryRead(out ClientObject message, out string? fault))
                return default;
            position = reader.Position;
            ValueTask done = default;
            if (fault is null)
                done = TakeAsync(message);
            else
                OnFault(message.Id, fault);
            bool isLast = (fault is not null && position == text.Length) || (_isClosed && Transport is not null);
            if (!done.IsCompletedSuccessfully)
                return WorkOffRestAsync(done, text, isLast ? text.Length : position, isLast);
            if (isLast)
                return default;
        }
    }

    private async ValueTask WorkOffRestAsync(ValueTask begun, ReadOnlyMemory<byte> text, int position, bool isLast)
    {
        await begun.ConfigureAwait(false);
        if (!isLast && !(_isClosed && Transport is not null))
            await WorkOffAsync(text, position).ConfigureAwait(false);
    }

    private ValueTask TakeAsync(in ClientObject message)
    {
        if (Session is not { } session)
            return TakeHelloAsync(message);
        if (session.IsEnded)
            return default;
        if (message.Type == ClientObjectType.Ack)
        {
            Acknowledge(session, message.Position, message.Id);
            return default;
        }

        if (message.Type == ClientObjectType.Response)
        {
            session.OnResponse(message);
            return default;
        }

        if (message.Type == ClientObjectType.Bye)
        {
            Server.End(session, ClientCloseCode.Normal, "bye");
            return default;
        }

        return MayGoOn(session, message.Id) ? DoAsync(session, message) : default;
    }

    private void Acknowledge(ClientSession session, long? position, long? id)
    {
        if (position is not { } last || !session.TryAcknowledge(last))
            OnFault(id, "position must be one that was sent");
    }

    private ValueTask DoAsync(ClientSession session, in ClientObject message)
    {
        switch (message.Type)
        {
            case ClientObjectType.Publish: return session.PublishAsync(this, message);
            case ClientObjectType.Join: return session.JoinAsync(this, message);
            case ClientObjectType.Leave: session.Leave(this, message); return default;
            case ClientObjectType.Send: return session.SendAsync(this, message);
            case ClientObjectType.Request: return session.RequestAsync(this, message);
            case ClientObjectType.Presence: return session.PresenceAsync(this, message);
            default:
                OnFault(message.Id, "the session is open already");
                return default;
        }
    }

    private bool MayGoOn(ClientSession session, long? id)
    {
        RateVerdict verdict = session.TakeRate();
        if (verdict == RateVerdict.Flood)
            Close(ClientCloseCode.PolicyViolation, "a flood: more was said than may be, in spite of errors");
        else if (verdict == RateVerdict.Refused)
            session.AnswerError(id, WireError.Rate, $"A client may say {Server.Options.MaxRate} objects a second in the long run.");
        return verdict == RateVerdict.Allowed;
    }

    private ValueTask TakeHelloAsync(in ClientObject message)
    {
        if (message.Type != ClientObjectType.Hello)
        {
            OnFault(message.Id, "hello must come first");
            return default;
        }

        return Server.OpenAsync(this, Hello.Of(message, _request));
    }

    /// <summary>The client broke a rule of the wire: it is told, and too many of these end the connection.</summary>
    internal void OnFault(long? id, string fault)
    {
        Server.OnFault();
        if (Session is { } session)
            session.AnswerError(id, WireError.BadMessage, fault);
        else
            SendError(id, fault);
        if (Interlocked.Increment(ref _faults) == MaxFaults)
            Close(ClientCloseCode.PolicyViolation, "ten messages that break the rules");
    }

    /// <summary>Before the session there is no queue, and nothing else that sends.</summary>
    private void SendError(long? id, string fault)
    {
        OutgoingBatch batch = OutgoingBatch.Begin(Form);
        JsonWire.WriteError(batch.Text, id, WireError.BadMessage, fault);
        batch.End();
        Transport!.TrySend(batch.Objects);
    }
}
