using System.Runtime.InteropServices;
using System.Text.Json;

namespace Busbar.Messaging;

// What the server says. Under the link's lock; users are told by the queue.
public sealed partial class BrokerClient
{
    /// <param name="session">Who heard it.</param>
    /// <param name="root">The object.</param>
    /// <param name="positions">How many positions of the session it takes.</param>
    /// <returns>What is to be said at once.</returns>
    /// <exception cref="InvalidOperationException">A member is of another type than it must be.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    internal IReadOnlyList<byte[]> OnObject(BrokerClientSession session, JsonElement root, out int positions)
    {
        positions = 0;
        switch (root.GetProperty("type"u8).GetString())
        {
            case "welcome":
                return OnWelcome(session, root);
            case "topic":
                OnTopic(root);
                break;
            case "messages":
                positions = OnMessages(root);
                break;
            case "gap":
                long to = root.GetProperty("to"u8).GetInt64();
                Volatile.Write(ref _position, to);
                TellGap(new BrokerGap(null, to - root.GetProperty("from"u8).GetInt64() + 1));
                break;
            case "joined":
                OnJoined(root);
                break;
            case "left" or "sent" or "published" or "response":
                Resolve(root);
                break;
            case "presence" when root.TryGetProperty("clients"u8, out _):
                Resolve(root);
                break;
            case "presence":
                positions = TakePosition(root);
                OnPresence(root);
                break;
            case "send":
                positions = TakePosition(root);
                OnSent(root);
                break;
            case "request":
                positions = TakePosition(root);
                OnAsked(root);
                break;
            case "error":
                OnError(root);
                break;
        }

        return [];
    }

    private static ReadOnlyMemory<byte> Octets(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static IReadOnlyList<GroupMember> Members(JsonElement list) =>
        [.. list.EnumerateArray().Select(static member => new GroupMember(member.GetProperty("client"u8).GetString()!, OptionalText(member, "name")))];

    private static string? OptionalText(JsonElement element, string member) => element.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    private int TakePosition(JsonElement root)
    {
        if (!root.TryGetProperty("position"u8, out JsonElement position))
            return 0;
        Volatile.Write(ref _position, position.GetInt64());
        return 1;
    }

    private List<byte[]> OnWelcome(BrokerClientSession session, JsonElement root)
    {
        bool isResumed = root.GetProperty("resumed"u8).GetBoolean();
        string epoch = root.GetProperty("epoch"u8).GetString()!;
        var joins = new List<byte[]>();
        var uncertain = new List<string>();
        lock (_lock)
        {
            bool isFirst = _session is null;
            _session = root.GetProperty("session"u8).GetString();
            Volatile.Write(ref _id, root.GetProperty("client"u8).GetString());
            if (!isResumed)
            {
                Volatile.Write(ref _position, root.GetProperty("position"u8).GetInt64());
                if (!isFirst)
                    uncertain.AddRange(_groups.Values.Where(IsUncertain).Select(static group => group.Filter.Text));
            }

            if (!string.Equals(epoch, _epoch, StringComparison.Ordinal))
                ForgetTopics(); // numbers of another epoch mean nothing
            _epoch = epoch;
            foreach (ClientGroup group in _groups.Values)
            {
                if (!isResumed || group.JoinId != 0)
                    joins.Add(group.Join(isAgain: group.JoinId == 0));
            }

            _wasTold = false;
            _open = session;
        }

        _first.TrySetResult();
        if (_options.OnConnected is { } tell)
            _queue.Add(() => tell(isResumed));
        foreach (string filter in uncertain)
            TellGap(new BrokerGap(filter, null));
        return joins;
    }

    /// <summary>Whether nobody can say what such a group missed: events of topics that are not known one by one.</summary>
    private bool IsUncertain(ClientGroup group)
    {
        if (group.Filter.IsExact)
            return false;
        ClientTopic[] known = [.. _topics.Values.Where(topic => group.Filter.Matches(topic.Name))];
        return known.Length == 0 || known.Any(static topic => topic.Kind == TopicKind.Event);
    }

    private void OnTopic(JsonElement root)
    {
        long number = root.GetProperty("id"u8).GetInt64();
        string name = root.GetProperty("name"u8).GetString()!;
        TopicKind kind = root.GetProperty("kind"u8).ValueEquals("state"u8) ? TopicKind.State : TopicKind.Event;
        lock (_lock)
        {
            if (!_topics.TryGetValue(number, out ClientTopic? known) || !string.Equals(known.Name, name, StringComparison.Ordinal))
            {
                known?.Forget();
                _topics[number] = new ClientTopic(name, kind);
            }
        }
    }

    private void OnJoined(JsonElement root)
    {
        string filter = root.GetProperty("filter"u8).GetString()!;
        long id = root.TryGetProperty("id"u8, out JsonElement number) ? number.GetInt64() : 0;
        lock (_lock)
        {
            if (_groups.TryGetValue(filter, out ClientGroup? group))
            {
                if (root.TryGetProperty("sequence"u8, out JsonElement sequence) && !string.Equals(group.Last?.Epoch, _epoch, StringComparison.Ordinal))
                    group.Last = (_epoch, sequence.GetInt64());
                if (id == group.JoinId)
                    group.JoinId = 0;
                Replay(group);
            }

            _pending.Resolve(id, root);
        }

        if (root.TryGetProperty("gap"u8, out JsonElement gap))
        {
            JsonElement missed = gap.GetProperty("missed"u8);
            TellGap(new BrokerGap(filter, missed.ValueKind == JsonValueKind.Null ? null : missed.GetInt64()));
        }
    }

    private void Resolve(JsonElement root)
    {
        if (!root.TryGetProperty("id"u8, out JsonElement id))
            return;
        lock (_lock)
            _pending.Resolve(id.GetInt64(), root);
    }

    private void OnPresence(JsonElement root)
    {
        GroupHandler[] handlers;
        lock (_lock)
            handlers = _groups.GetValueOrDefault(root.GetProperty("filter"u8).GetString()!)?.Handlers ?? [];
        IReadOnlyList<GroupMember> joined = Members(root.GetProperty("joined"u8));
        IReadOnlyList<GroupMember> left = Members(root.GetProperty("left"u8));
        foreach (GroupHandler handler in handlers)
        {
            if (handler.OnPresence is { } tell)
                _queue.Add(() => tell(joined, left));
        }
    }

    private static ReceivedSend ReadSend(JsonElement root) => new(OptionalText(root, "name"), OptionalText(root, "from"), Octets(root.GetProperty("value"u8)));

    private void OnSent(JsonElement root)
    {
        ReceivedSend sent = ReadSend(root);
        if (_options.OnSend is { } tell)
            _queue.AddMessage(() => tell(sent));
    }

    private void OnAsked(JsonElement root)
    {
        string id = root.GetProperty("id"u8).GetString()!;
        ReceivedSend question = ReadSend(root);
        ThreadPool.UnsafeQueueUserWorkItem(static asked => _ = asked.Client.RespondAsync(asked.Id, asked.Question), (Client: this, Id: id, Question: question), preferLocal: false);
    }

    private async Task RespondAsync(string id, ReceivedSend question)
    {
        byte[] response;
        try
        {
            Func<ReceivedSend, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>? responder;
            lock (_lock)
                responder = _responders.GetValueOrDefault(question.Name ?? "");
            response = responder is null
                ? ClientObjects.Response(id, default, $"This client does not answer \"{question.Name}\".")
                : ClientObjects.Response(id, CopyJson((await responder(question, _ending.Token).ConfigureAwait(false)).Span), null);
        }
        catch (Exception exception)
        {
            response = ClientObjects.Response(id, default, exception.Message);
        }

        try
        {
            Post(new WaitingObject(response, 0));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits for this client's answers any more.
        }
    }

    private void OnError(JsonElement root)
    {
        var error = new BrokerRequestException(root.GetProperty("code"u8).GetString()!, root.GetProperty("message"u8).GetString() ?? "");
        bool isTold = false;
        if (root.TryGetProperty("id"u8, out JsonElement id) && id.ValueKind == JsonValueKind.Number)
        {
            lock (_lock)
                isTold = _pending.Reject(id.GetInt64(), error);
        }

        if (!isTold)
            ClientLog.Refused(_options.Logger, _link.Target, error.Code, error.Message);
    }

    private void TellGap(BrokerGap gap)
    {
        if (_options.OnGap is { } tell)
            _queue.Add(() => tell(gap));
    }
}
