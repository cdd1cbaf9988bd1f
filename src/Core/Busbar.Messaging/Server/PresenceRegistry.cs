namespace Busbar.Messaging;

/// <summary>Who has joined which filter, by its exact text, and telling those who want to know. Its lock is taken before those of clients' queues.</summary>
internal sealed class PresenceRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PresenceGroup> _groups = [];

    /// <summary>A client joined, or says anew whether it wants to be told; nothing happens when its session has ended meanwhile.</summary>
    public void Add(string filter, ClientSession session, bool? watches)
    {
        lock (_lock)
        {
            if (session.IsEnded)
                return; // whoever ended it has set that before taking it out of its groups
            if (!_groups.TryGetValue(filter, out PresenceGroup? group))
                _groups.Add(filter, group = new PresenceGroup());
            if (watches is { } isWatching)
                group.Watch(session, isWatching);
            if (group.TryAdd(session))
                Tell(group, filter, session, hasJoined: true);
        }
    }

    /// <summary>A client left.</summary>
    public void Remove(string filter, ClientSession session)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue(filter, out PresenceGroup? group) || !group.Remove(session))
                return;
            if (group.IsEmpty)
                _groups.Remove(filter);
            else
                Tell(group, filter, session, hasJoined: false);
        }
    }

    /// <summary>The clients that have joined exactly this filter, as they are now.</summary>
    public ClientSession[] Members(string filter)
    {
        lock (_lock)
            return _groups.TryGetValue(filter, out PresenceGroup? group) ? [.. group.Members] : [];
    }

    private static void Tell(PresenceGroup group, string filter, ClientSession session, bool hasJoined)
    {
        if (group.Watchers.Count == 0)
            return;
        MessageBlock block = session.Server.Objects.Make((filter, session, hasJoined), static (to, change) =>
            JsonWire.OpenPresenceChange(to, change.filter, change.session.Id, change.session.Name, change.hasJoined));
        foreach (ClientSession watcher in group.Watchers)
        {
            if (watcher == session)
                continue;
            block.AddReferences(1);
            watcher.AddObject(block, takesPosition: true);
        }

        block.Release();
    }
}
