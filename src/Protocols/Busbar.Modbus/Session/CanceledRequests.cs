namespace Busbar.Modbus;

/// <summary>Requests whose callers have gone while the server works on them: at most as many as may be in flight, rarely one.</summary>
internal struct CanceledRequests
{
    private List<(ushort Id, long Deadline)>? _requests; // made when the first is canceled

    public CanceledRequests() => Deadline = long.MaxValue;

    public readonly int Count => _requests?.Count ?? 0;

    /// <summary>The identifier of the one that was cancelled first; there must be one.</summary>
    public readonly ushort FirstId => _requests![0].Id;

    /// <summary>When the earliest times out; <see cref="long.MaxValue"/> when there is none.</summary>
    public long Deadline { get; private set; }

    public void Add(ushort id, long deadline)
    {
        (_requests ??= []).Add((id, deadline));
        Deadline = Math.Min(Deadline, deadline);
    }

    /// <summary>It was answered; does nothing when it is not here.</summary>
    public void Remove(ushort id)
    {
        if (_requests is null || Count == 0)
            return;
        for (int i = 0; i < _requests.Count; i++)
        {
            if (_requests[i].Id != id)
                continue;
            _requests.RemoveAt(i);
            break;
        }

        SetDeadline();
    }

    /// <returns>True when there were some.</returns>
    public bool RemoveDue(long now)
    {
        if (Deadline > now)
            return false;
        for (int i = _requests!.Count - 1; i >= 0; i--)
        {
            if (_requests[i].Deadline <= now)
                _requests.RemoveAt(i);
        }

        SetDeadline();
        return true;
    }

    private void SetDeadline()
    {
        Deadline = long.MaxValue;
        foreach ((_, long deadline) in _requests!)
            Deadline = Math.Min(Deadline, deadline);
    }
}
