namespace Busbar.Load;

/// <summary>One publisher as fast as the slowest subscriber takes it.</summary>
internal sealed record FanOut(int Subscribers, int Size, string Mode) : Scenario("fanout", Subscribers, Size, Mode)
{
    public override Figure Measure(PeerProcess peer, LoadOptions options)
    {
        using var generator = new Generator(peer, Subscribers, Size, LoadOptions.Window(Subscribers, Size));
        bool isBatched = Mode == "batched";
        generator.Flood(options.WarmUp, isBatched);
        (double rate, double processorTime) = Measure(peer, generator, () => generator.Flood(options.Time, isBatched));
        generator.Drain();
        return Begin(peer) with { Rate = rate, ProcessorTime = processorTime, Lost = generator.Lost };
    }
}
