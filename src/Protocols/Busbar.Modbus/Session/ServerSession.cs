using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>The server's side of one connection, whatever the framing: closes it when the client is idle, and brings back what was forwarded.</summary>
/// <param name="units">The server's.</param>
/// <param name="options">The server's, checked.</param>
/// <param name="counters">The server's.</param>
/// <param name="client">Who is at the other end.</param>
internal abstract class ServerSession(UnitRouter units, ModbusServerOptions options, ServerCounters counters, ServerClient client) : ISession
{
    private readonly List<GatewayCaller> _callers = []; // one for each target that was asked
    private bool _hasEnded;

    public abstract long Deadline { get; }

    /// <summary>Whether the connection has ended. Any thread.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    protected UnitRouter Units => units;

    protected ModbusServerOptions Options => options;

    protected ServerCounters Counters => counters;

    protected ServerClient Client => client;

    /// <summary>When the connection is closed unless a request comes before; never on a line, which nobody left by being silent.</summary>
    protected long IdleAt { get; private set; } = long.MaxValue;

    public void OnOpened(long now, SessionOutput output) => Restart(now);

    public abstract int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output);

    public abstract void OnDeadline(long now, SessionOutput output);

    public void OnClosed(CloseReason reason, SessionOutput output) => Volatile.Write(ref _hasEnded, true);

    /// <summary>Writes the answer to a request that was forwarded. Not under the link's lock; never throws.</summary>
    public async ValueTask AnswerAsync(GatewayRequest request)
    {
        if (await client.FindLinkAsync(this).ConfigureAwait(false) is { } link)
            Answer(link, request);
    }

    /// <summary>The same under the lock.</summary>
    protected abstract void OnAnswered(GatewayRequest request, SessionOutput output);

    /// <summary>Sends a request to another transport.</summary>
    /// <returns>It, on its way; null when this connection has as many there as it may.</returns>
    protected GatewayRequest? Forward(GatewayRoute route, in ModbusFrame frame, SessionOutput output, bool isToAll = false)
    {
        var request = new GatewayRequest(CallerOf(route.Target), frame.TransactionId, frame.Unit, route.Unit, frame.Pdu) { IsToAll = isToAll };
        if (!route.Target.TryAdd(request))
            return null;
        counters.Forwarded();
        output.Complete(request);
        return request;
    }

    /// <summary>A write to all units, on all lines where it can go.</summary>
    /// <returns>False when some of them did not take it.</returns>
    protected bool ForwardToAll(in ModbusFrame frame, SessionOutput output)
    {
        bool isTaken = true;
        foreach (GatewayRoute route in units.RoutesToAll)
            isTaken &= Forward(route, frame, output, isToAll: true) is not null;
        return isTaken;
    }

    /// <summary>Octets were dropped. Of datagrams the first of the server is said alone: whoever sends them from ever other addresses must not fill the log.</summary>
    protected void Skip(int offset, int octets, string rule, SessionOutput output)
    {
        counters.SkippedFrame();
        if (!client.SendsDatagrams || counters.IsFirstSkippedDatagram())
            output.Skipped(offset, octets, rule);
    }

    protected void CloseIdle(SessionOutput output) =>
        output.Close(CloseReason.TimedOut(FormattableString.Invariant($"no request for {options.IdleTimeout.TotalSeconds:0.###} s")));

    protected void Restart(long now) =>
        IdleAt = client.CharacterTime is not null || options.IdleTimeout == Timeout.InfiniteTimeSpan ? long.MaxValue : now + options.IdleTimeout.Ticks;

    private void Answer(Link<ServerSession> link, GatewayRequest request)
    {
        try
        {
            using LinkScope<ServerSession> scope = link.Enter();
            OnAnswered(request, scope.Output);
        }
        catch (LinkClosedException)
        {
            // Nobody is there to be answered.
        }
    }

    private GatewayCaller CallerOf(GatewayTarget target)
    {
        foreach (GatewayCaller each in _callers)
        {
            if (ReferenceEquals(each.Target, target))
                return each;
        }

        var caller = new GatewayCaller(target, this);
        _callers.Add(caller);
        return caller;
    }
}
