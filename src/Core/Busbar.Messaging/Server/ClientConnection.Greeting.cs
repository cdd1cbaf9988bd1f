namespace Busbar.Messaging;

// What a connection is told first, and its heartbeats. Under the session's lock of the drain, but for those that say otherwise.
public sealed partial class ClientConnection
{
    private WelcomeObject? _welcome;
    private long _gapFrom;
    private long _gapUntil;
    private int _owesHeartbeat;

    /// <summary>The next position that is sent again; beyond the last when none is.</summary>
    internal long NextAgain { get; set; }

    /// <summary>Before it is attached.</summary>
    internal void Welcome(in WelcomeObject welcome) => _welcome = welcome;

    /// <summary>Takes up a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="wanted">The first position that the client has not received.</param>
    /// <param name="first">The first that it can be given.</param>
    internal void Begin(ClientSession session, long wanted, long first)
    {
        Session = session;
        NextAgain = first;
        (_gapFrom, _gapUntil) = (wanted, first - 1);
    }

    internal void CollectGreeting(OutgoingBatch batch)
    {
        if (_welcome is { } welcome)
        {
            JsonWire.WriteWelcome(batch.Text, welcome);
            batch.End();
            _welcome = null;
        }

        if (_gapFrom > _gapUntil)
            return;
        JsonWire.WriteGap(batch.Text, _gapFrom, _gapUntil);
        batch.End(_gapUntil);
        _gapFrom = _gapUntil + 1;
    }

    /// <summary>Notes that the client is to be told something. Any thread.</summary>
    /// <returns>False when that was noted before.</returns>
    internal bool TryOweHeartbeat() => Interlocked.Exchange(ref _owesHeartbeat, 1) == 0;

    internal bool TryPayHeartbeat() => _owesHeartbeat != 0 && Interlocked.Exchange(ref _owesHeartbeat, 0) != 0;
}
