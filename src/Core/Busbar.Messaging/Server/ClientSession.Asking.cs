namespace Busbar.Messaging;

// What the client asks, called for one object after the other. The object is a view that is gone when a call has begun to wait.
internal sealed partial class ClientSession
{
    private const int MaxHistory = 1 << 20;

    private long _published;

    /// <summary>Messages that it published.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Answers by an object that takes no position.</summary>
    public void Answer<TState>(TState state, Action<WireBuffer, TState> write)
        where TState : allows ref struct =>
        AddObject(Server.Objects.Make(state, write), takesPosition: false);

    /// <summary>Answers, if the question had an id: without one an error alone is told.</summary>
    public void AnswerDone<TState>(long? id, TState state, Action<WireBuffer, TState> write)
        where TState : allows ref struct
    {
        if (id is not null)
            Answer(state, write);
    }

    public void AnswerError(long? id, WireError error, string message) =>
        Answer((id, error, message), static (to, state) => JsonWire.WriteError(to, state.id, state.error, state.message));

    public ValueTask JoinAsync(ClientConnection connection, in ClientObject message)
    {
        if (!TryFilter(connection, message, out string? filter))
            return default;
        bool hasSince = message.Since is not null;
        if (hasSince && filter.AsSpan().IndexOfAny('+', '#') >= 0)
        {
            AnswerError(message.Id, WireError.BadTopic, "since is for one exact topic.");
            return default;
        }

        var join = new JoinRequest(
            message.Id, (int)Math.Min(message.History ?? 0, MaxHistory), hasSince ? message.Epoch.ToString() : null, message.Since ?? 0, message.Presence);
        if (Server.Options.AuthorizeJoin is not { } authorize)
        {
            Join(filter, join);
            return default;
        }

        return JoinAuthorizedAsync(Server.AskAsync(authorize, Client, filter), filter, join);
    }

    public void Leave(ClientConnection connection, in ClientObject message)
    {
        if (!TryFilter(connection, message, out string? filter))
            return;
        if (TryLeave(filter))
        {
            Server.Presence.Remove(filter, this);
            Server.OnLeft(this, filter);
        }

        AnswerDone(message.Id, (message.Id, filter), static (to, state) => JsonWire.WriteLeft(to, state.Id, state.filter));
    }

    public ValueTask PresenceAsync(ClientConnection connection, in ClientObject message)
    {
        if (!TryFilter(connection, message, out string? filter))
            return default;
        if (Server.Options.AuthorizeJoin is not { } authorize || HasJoined(filter))
        {
            AnswerPresence(message.Id, filter);
            return default;
        }

        return PresenceAuthorizedAsync(Server.AskAsync(authorize, Client, filter), message.Id, filter);
    }

    public ValueTask PublishAsync(ClientConnection connection, in ClientObject message)
    {
        if (!message.Topic.IsThere || message.Value.IsEmpty)
        {
            connection.OnFault(message.Id, "publish needs a topic and a value");
            return default;
        }

        LastTopic? last = message.Topic.IsPlain ? connection.LastTopicOf(message.Topic.Octets) : null;
        return PublishAsync(
            new PublishRequest(message.Id, last?.Name ?? message.Topic.ToString(), message.Kind, message.TimeToLive, message.Own ?? true, last?.Topic), message.Value);
    }

    /// <summary>What both forms of the wire publish by.</summary>
    public ValueTask PublishAsync(in PublishRequest publish, ReadOnlySpan<byte> value)
    {
        if (Server.Options.AuthorizePublish is not { } authorize)
        {
            Publish(publish, value);
            return default;
        }

        ValueTask<bool> allowed = Server.AskAsync(authorize, Client, publish.Topic);
        if (!allowed.IsCompletedSuccessfully)
            return PublishAuthorizedAsync(allowed, publish, value.ToArray());
#pragma warning disable CA1849, S5034 // it has ended
        if (allowed.Result)
            Publish(publish, value);
        else
            AnswerError(publish.Id, WireError.Forbidden, "This client may not publish there.");
#pragma warning restore CA1849, S5034
        return default;
    }

    private async ValueTask JoinAuthorizedAsync(ValueTask<bool> allowed, string filter, JoinRequest join)
    {
        if (await allowed.ConfigureAwait(false))
            Join(filter, join);
        else
            AnswerError(join.Id, WireError.Forbidden, "This client may not join that.");
    }

    private async ValueTask PresenceAuthorizedAsync(ValueTask<bool> allowed, long? id, string filter)
    {
        if (await allowed.ConfigureAwait(false))
            AnswerPresence(id, filter);
        else
            AnswerError(id, WireError.Forbidden, "This client may not see who is there.");
    }

    private async ValueTask PublishAuthorizedAsync(ValueTask<bool> allowed, PublishRequest publish, byte[] value)
    {
        if (await allowed.ConfigureAwait(false))
            Publish(publish, value);
        else
            AnswerError(publish.Id, WireError.Forbidden, "This client may not publish there.");
    }

    private void Join(string filter, in JoinRequest join)
    {
        if (!TryJoin(filter, join, out bool isNew))
            return;
        Server.Presence.Add(filter, this, join.WatchesPresence);
        if (isNew)
            Server.OnJoined(this, filter);
    }

    private void AnswerPresence(long? id, string filter) =>
        AnswerDone(id, (id, filter, members: Server.Presence.Members(filter)), static (to, state) =>
        {
            JsonWire.BeginPresence(to, state.id, state.filter);
            for (int i = 0; i < state.members.Length; i++)
            {
                if (i > 0)
                    to.Put((byte)',');
                JsonWire.PutClient(to, state.members[i].Id, state.members[i].Name);
            }

            JsonWire.EndMessages(to);
        });

    private void Publish(in PublishRequest publish, ReadOnlySpan<byte> value)
    {
        try
        {
            if (value.Length > Server.Broker.MaxPayloadBytes)
            {
                AnswerError(publish.Id, WireError.TooLarge, $"A value may have {Server.Broker.MaxPayloadBytes} octets.");
                return;
            }

            if (TopicOf(publish) is not { } topic)
                return;
            long sequence = topic.Publish(value, new PublishOptions
            {
                Sender = publish.Own ? Id : QuietId,
                TimeToLive = publish.TimeToLive is { } milliseconds ? TimeSpan.FromTicks(Math.Max(1, (long)(milliseconds * TimeSpan.TicksPerMillisecond))) : null,
            });
            Interlocked.Increment(ref _published);
            AnswerDone(publish.Id, (publish.Id, topic.Name, sequence), static (to, state) => JsonWire.WritePublished(to, state.Id, state.Name, state.sequence));
        }
        catch (TopicLimitException)
        {
            AnswerError(publish.Id, WireError.TooMany, "There are as many topics as may be.");
        }
        catch (ArgumentException exception)
        {
            AnswerError(publish.Id, WireError.BadTopic, Sentence(exception));
        }
        catch (InvalidOperationException) // of a kind that was made meanwhile, or ended
        {
            AnswerError(publish.Id, WireError.Failed, "It could not be published.");
        }
    }

    /// <summary>The topic; null when the client was told why there is none.</summary>
    private Topic? TopicOf(in PublishRequest publish)
    {
        if ((publish.Known is { IsRemoved: false } found ? found : Server.Broker.TryGetTopic(publish.Topic)) is { } known)
        {
            if (known.IsTyped)
                AnswerError(publish.Id, WireError.Forbidden, "Only the server publishes there.");
            else if (publish.Kind is { } kind && kind != known.Kind)
                AnswerError(publish.Id, WireError.Kind, known.Kind == TopicKind.State ? "The topic is a state." : "The topic is one of events.");
            else
                return known;
            return null;
        }

        TopicName.Validate(publish.Topic, Server.Broker.MaxNameLength);
        if (TryCountTopic())
            return Server.Broker.GetTopic(publish.Topic, publish.Kind ?? TopicKind.Event);
        AnswerError(publish.Id, WireError.TooMany, $"A client may make {Server.Options.MaxTopicsPerClient} topics.");
        return null;
    }

    private bool TryFilter(ClientConnection connection, in ClientObject message, out string filter)
    {
        filter = "";
        if (!message.Filter.IsThere)
        {
            connection.OnFault(message.Id, "filter is missing");
            return false;
        }

        try
        {
            filter = TopicFilter.Parse(message.Filter.ToString()).Text;
            if (filter.Length <= Server.Broker.MaxNameLength)
                return true;
            AnswerError(message.Id, WireError.BadTopic, $"A filter may have {Server.Broker.MaxNameLength} characters.");
        }
        catch (ArgumentException exception)
        {
            AnswerError(message.Id, WireError.BadTopic, Sentence(exception));
        }

        return false;
    }

    /// <summary>The sentence without what is for programmers.</summary>
    private static string Sentence(ArgumentException exception)
    {
        int end = exception.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
