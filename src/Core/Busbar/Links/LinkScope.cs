namespace Busbar.Links;

/// <summary>
/// A call into a link's session: the lock is held until <see cref="Dispose"/>, which flushes, sets the timer and runs completions.
/// Use it with <c>using</c>, do not await, and call nothing that could wait inside.
/// </summary>
/// <typeparam name="TSession">The protocol's session.</typeparam>
public readonly ref struct LinkScope<TSession>
    where TSession : class, ISession
{
    private readonly Link<TSession> _link;

    internal LinkScope(Link<TSession> link, long now)
    {
        _link = link;
        Now = now;
    }

    /// <summary>The session; only to be called until the scope ends.</summary>
    public TSession Session => _link.SessionUnderLock;

    /// <summary>The session's output; only to be used until the scope ends.</summary>
    public SessionOutput Output => _link.OutputUnderLock;

    /// <summary>The link's clock when the lock was taken, ticks of 100 ns.</summary>
    public long Now { get; }

    /// <summary>Leaves the lock.</summary>
    [HotPath]
    public void Dispose() => _link.Leave();
}
