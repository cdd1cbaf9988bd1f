using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>The server's side of one connection, whatever the framing: closes it when the client is idle.</summary>
/// <param name="options">The server's, checked.</param>
/// <param name="isLine">Whether it is a line, which nobody left by being silent.</param>
internal abstract class ServerSession(ModbusServerOptions options, bool isLine) : ISession
{
    public abstract long Deadline { get; }

    protected ModbusServerOptions Options => options;

    /// <summary>When the connection is closed unless a request comes before.</summary>
    protected long IdleAt { get; private set; } = long.MaxValue;

    public void OnOpened(long now, SessionOutput output) => Restart(now);

    public abstract int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output);

    public abstract void OnDeadline(long now, SessionOutput output);

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
    }

    protected void CloseIdle(SessionOutput output) =>
        output.Close(CloseReason.TimedOut(FormattableString.Invariant($"no request for {options.IdleTimeout.TotalSeconds:0.###} s")));

    protected void Restart(long now) =>
        IdleAt = isLine || options.IdleTimeout == Timeout.InfiniteTimeSpan ? long.MaxValue : now + options.IdleTimeout.Ticks;
}
