namespace Busbar.Load;

/// <summary>Clients that have joined and hear nothing: the memory that each takes.</summary>
internal sealed record IdleClients(int Subscribers) : Scenario("memory", Subscribers, 64, null)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public override Figure Measure(PeerProcess peer, LoadOptions options)
    {
        TimeSpan settling = options.Time < Settling ? options.Time : Settling;
        peer.Settle(settling);
        long before = peer.ResidentOctets;
        using var generator = new Generator(peer, Subscribers, Size, 1);
        peer.Settle(settling);
        return Begin(peer) with { OctetsPerClient = (double)(peer.ResidentOctets - before) / Subscribers };
    }
}
