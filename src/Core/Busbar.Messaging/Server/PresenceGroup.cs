namespace Busbar.Messaging;

/// <summary>Who has joined one filter. Under the registry's lock.</summary>
internal sealed class PresenceGroup
{
    private readonly HashSet<ClientSession> _members = [];
    private readonly HashSet<ClientSession> _watchers = []; // those of the members who want to be told

    public bool IsEmpty => _members.Count == 0;

    public IReadOnlyCollection<ClientSession> Members => _members;

    public IReadOnlyCollection<ClientSession> Watchers => _watchers;

    /// <returns>False when it was a member before.</returns>
    public bool TryAdd(ClientSession session) => _members.Add(session);

    public void Watch(ClientSession session, bool watches)
    {
        if (watches)
            _watchers.Add(session);
        else
            _watchers.Remove(session);
    }

    public bool Remove(ClientSession session)
    {
        _watchers.Remove(session);
        return _members.Remove(session);
    }
}
