using System.Text.Json;

namespace Busbar.Messaging;

// Which groups it is in.
public sealed partial class BrokerClient
{
    internal void Leave(ClientGroup group, GroupHandler handler)
    {
        bool isLast;
        lock (_lock)
        {
            group.Handlers = [.. group.Handlers.Where(other => other != handler)];
            isLast = group.Handlers.Length == 0 && _groups.GetValueOrDefault(group.Filter.Text) == group && _groups.Remove(group.Filter.Text);
            ForgetHandlers();
            if (isLast)
                _pending.Remove(group.JoinId);
            if (_isDisposed)
                return;
        }

        if (isLast)
            Post(new WaitingObject(ClientObjects.Leave(group.Filter.Text), 0, MayGiveWay: false, LeavesFilter: group.Filter.Text));
    }

    private ClientGroup Enter(TopicFilter filter, GroupHandler handler, int history, out Task joining)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(history);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            bool isNew = !_groups.TryGetValue(filter.Text, out ClientGroup? group);
            group ??= _groups[filter.Text] = new ClientGroup(filter, history);
            bool isNews = isNew || (handler.OnPresence is not null && !group.WantsPresence);
            group.Handlers = [.. group.Handlers, handler];
            ForgetHandlers();
            if (isNews)
            {
                if (group.JoinId == 0)
                {
                    group.JoinId = _pending.Add(out Task<JsonElement> answer);
                    group.Joining = answer;
                }

                // A leave of before must not follow the join.
                for (LinkedListNode<WaitingObject>? node = _waiting.First, next; node is not null; node = next)
                {
                    next = node.Next;
                    if (string.Equals(node.Value.LeavesFilter, filter.Text, StringComparison.Ordinal))
                        _waiting.Remove(node);
                }

                if (_open is not null)
                    _waiting.AddLast(new WaitingObject(group.Join(isAgain: false), 0, MayGiveWay: false)); // otherwise it is said behind the welcome
            }

            if (group.JoinId == 0)
                Replay(group);

            joining = group.Joining;
            return group;
        }
    }

    /// <summary>Gives those who are new the states that came before, by this or another group: the server sends each once. Under the client's lock.</summary>
    private void Replay(ClientGroup group)
    {
        foreach (GroupHandler handler in group.Handlers.Where(static handler => !handler.HasStates))
        {
            handler.HasStates = true;
            foreach (ClientTopic topic in _topics.Values)
            {
                if (topic.Latest is { } latest && group.Filter.Matches(topic.Name))
                    _queue.AddMessage(handler, topic, latest, topic.IsLatestJson);
            }
        }
    }

    private void ForgetHandlers()
    {
        foreach (ClientTopic topic in _topics.Values)
        {
            topic.Handlers = null;
            if (!_groups.Values.Any(group => group.Filter.Matches(topic.Name)))
                topic.Forget();
        }
    }
}
