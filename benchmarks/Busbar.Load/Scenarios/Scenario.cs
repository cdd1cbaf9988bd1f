using System.Diagnostics;

namespace Busbar.Load;

/// <summary>What is done with one server in one round, and what it gives.</summary>
internal abstract record Scenario(string Name, int Subscribers, int Size, string? Mode)
{
    /// <summary>All that the options ask for, in the order of the report.</summary>
    public static IEnumerable<Scenario> Of(LoadOptions options)
    {
        foreach (string name in options.Scenarios)
        {
            if (name == "rate")
                yield return new FixedRate();
            else if (name == "stall")
                yield return new StalledSubscriber();
            else if (name == "memory")
                yield return new IdleClients(options.IdleClients);
            else
            {
                foreach (int size in options.Sizes)
                {
                    foreach (string mode in options.Modes)
                    {
                        foreach (int subscribers in options.Subscribers)
                            yield return new FanOut(subscribers, size, mode);
                    }
                }
            }
        }
    }

    public abstract Figure Measure(PeerProcess peer, LoadOptions options);

    protected Figure Begin(PeerProcess peer) => new() { Scenario = Name, Server = peer.Peer.Name, Subscribers = Subscribers, Size = Size, Mode = Mode };

    /// <summary>Deliveries a second and the server's processor time for each, while something goes on.</summary>
    protected static (double Rate, double ProcessorTime) Measure(PeerProcess peer, Generator generator, Action load)
    {
        long deliveries = generator.Deliveries;
        TimeSpan processor = peer.ProcessorTime;
        long began = Stopwatch.GetTimestamp();
        load();
        TimeSpan passed = Stopwatch.GetElapsedTime(began);
        processor = peer.ProcessorTime - processor;
        deliveries = Math.Max(generator.Deliveries - deliveries, 1);
        return (deliveries / passed.TotalSeconds, processor.TotalNanoseconds / deliveries);
    }
}
