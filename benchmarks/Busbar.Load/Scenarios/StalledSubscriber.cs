namespace Busbar.Load;

/// <summary>One of ten reads nothing any more: what the other nine keep of their rate.</summary>
internal sealed record StalledSubscriber() : Scenario("stall", 10, 64, "batched")
{
    public override Figure Measure(PeerProcess peer, LoadOptions options)
    {
        using var generator = new Generator(peer, Subscribers, Size, LoadOptions.Window(Subscribers, Size));
        generator.Flood(options.WarmUp, isBatched: true);
        (double before, double effortBefore) = Measure(peer, generator, () => generator.Flood(options.Time, isBatched: true));
        generator.StallOne();
        generator.Flood(options.WarmUp, isBatched: true); // fills what lies between
        (double rate, double processorTime) = Measure(peer, generator, () => generator.Flood(options.Time, isBatched: true));
        generator.Drain();
        return Begin(peer) with { Rate = rate, ProcessorTime = processorTime, Lost = generator.Lost, Kept = rate / 9 / (before / 10), Effort = processorTime / effortBefore };
    }
}
