namespace Busbar.Links;

/// <summary>
/// A protocol's rules for one connection: windows, timers, correlation. Called by its <see cref="Link{TSession}"/> under the link's
/// lock, so never by two threads at once; it does no I/O, reads no clock and must not block. Times are ticks of 100 ns of a
/// monotonic clock.
/// </summary>
public interface ISession
{
    /// <summary>The earliest of all its timers; <see cref="long.MaxValue"/> when none runs.</summary>
    long Deadline { get; }

    /// <summary>The connection is open; called once, first.</summary>
    void OnOpened(long now, SessionOutput output);

    /// <summary>Octets came. What is not consumed is shown again, with more behind it.</summary>
    /// <returns>How many octets were consumed: whole frames, or what was skipped.</returns>
    int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output);

    /// <summary>
    /// Asked before each read, outside the lock: ends when the session takes more. What comes meanwhile waits at the peer's side. It must end
    /// when the connection does, and is not to be awaited twice.
    /// </summary>
    ValueTask WaitToReceiveAsync() => default;

    /// <summary><see cref="Deadline"/> has passed.</summary>
    void OnDeadline(long now, SessionOutput output);

    /// <summary>What had gathered while the transport was busy is on its way, so that there is room to gather more. Nothing is to be written here.</summary>
    void OnRoom()
    {
    }

    /// <summary>The connection has ended; called once, last. Operations not yet completed are to be completed here; octets written are not sent.</summary>
    void OnClosed(CloseReason reason, SessionOutput output);
}
