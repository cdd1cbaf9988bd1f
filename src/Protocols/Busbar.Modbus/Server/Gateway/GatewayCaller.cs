namespace Busbar.Modbus;

/// <summary>One connection's requests to one target: in their order, so many and no more.</summary>
internal sealed class GatewayCaller(GatewayTarget target, ServerSession session)
{
    public GatewayTarget Target => target;

    public ServerSession Session => session;

    /// <summary>What has not been sent; under the target's lock, as all here.</summary>
    public Queue<GatewayRequest> Waiting { get; } = new();

    /// <summary>Requests that wait or are under way.</summary>
    public int Count { get; set; }

    /// <summary>Whether it waits for its turn.</summary>
    public bool IsInTurn { get; set; }
}
