namespace Busbar.Load;

/// <summary>A whole run: all servers at once, each scenario in turn with all of them, in several rounds.</summary>
internal sealed class LoadRun(LoadOptions options, TextWriter log)
{
    private const int MostWarmUps = 20;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    public List<Figure> Execute()
    {
        var peers = new List<PeerProcess>();
        try
        {
            Start(peers);
            var figures = new List<Figure>();
            Scenario[] scenarios = [.. Scenario.Of(options)];
            foreach (Scenario idle in scenarios.Where(scenario => scenario is IdleClients)) // before anything else has taken memory
                figures.AddRange(peers.Select(peer => Measure(idle, peer)));
            peers.ForEach(WarmUp);
            for (int round = 1; round <= options.Rounds; round++)
            {
                log.WriteLine($"Round {round} of {options.Rounds}");
                foreach (Scenario scenario in scenarios.Where(scenario => scenario is not IdleClients))
                    figures.AddRange(peers.Select(peer => Measure(scenario, peer)));
            }

            return figures;
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }

    private void Start(List<PeerProcess> peers)
    {
        foreach (Peer peer in Peer.All.Where(peer => options.Only.Contains(peer.Name)))
        {
            if (peer.IsInstalled)
            {
                peers.Add(PeerProcess.Start(peer));
                log.WriteLine($"{peer.Name}: process {peers[^1].Id}");
            }
            else
            {
                log.WriteLine($"{peer.Name} is not installed and is left out.");
            }
        }
    }

    private void WarmUp(PeerProcess peer)
    {
        TimeSpan enough = peer.ProcessorTime + options.FirstWarmUp;
        for (int i = 0; i < MostWarmUps && peer.ProcessorTime < enough; i++)
        {
            Measure(new FanOut(10, i % 2 == 0 ? 64 : 1024, "batched"), peer, options with { Time = WarmUpTime });
            Measure(new FixedRate(), peer, options with { Time = WarmUpTime });
        }
    }

    private Figure Measure(Scenario scenario, PeerProcess peer, LoadOptions? other = null)
    {
        try
        {
            return scenario.Measure(peer, other ?? options);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            log.WriteLine($"{peer.Peer.Name}, {scenario}: {exception.Message}");
            return new Figure { Scenario = scenario.Name, Server = peer.Peer.Name, Subscribers = scenario.Subscribers, Size = scenario.Size, Mode = scenario.Mode, Fault = exception.Message };
        }
    }
}
