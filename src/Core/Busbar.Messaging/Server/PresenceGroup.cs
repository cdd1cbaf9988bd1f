namespace Busbar.Messaging;

/// <summary>Who has joined one filter. Under the registry's lock.</summary>
internal sealed class PresenceGroup
{
    private readonly HashSet<ClientSession> _members = [];
    private readonly HashSet<ClientSession> _watchers = []; // those of the members who want to be told

    public bool IsEmpty => _members.Count == 0;

    public IReadOnlyCollection<ClientSession> Members => _members;

    public IReadOnlyCollection<ClientSession> Watchers => _watchers;

    public bool TryAdd(ClientSession session, bool watches)
    {
        if (!_members.Add(session))
            return false;
        if (watches)
            _watchers.Add(session);
        return true;
    }

    public bool Remove(ClientSession session)
    {
        _watchers.Remove(session);
        return _members.Remove(session);
    }
}
