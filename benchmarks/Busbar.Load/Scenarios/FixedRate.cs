using System.Diagnostics;

namespace Busbar.Load;

/// <summary>A thousand messages a second to ten: what a delivery costs when nothing can be gathered, and how late it comes.</summary>
internal sealed record FixedRate() : Scenario("rate", 10, 64, null)
{
    private const int Rate = 1000;

    public override Figure Measure(PeerProcess peer, LoadOptions options)
    {
        var sent = new List<long>();
        var latencies = new List<double>();
        using var generator = new Generator(peer, Subscribers, Size, int.MaxValue, number => latencies.Add(Stopwatch.GetElapsedTime(sent[(int)number]).TotalMicroseconds));
        Action<long> onSending = _ => sent.Add(Stopwatch.GetTimestamp());
        generator.Pace(options.WarmUp, Rate, onSending);
        latencies.Clear();
        (double rate, double processorTime) = Measure(peer, generator, () => generator.Pace(options.Time * 2, Rate, onSending));
        generator.Drain();
        latencies.Sort();
        return Begin(peer) with
        {
            Rate = rate,
            ProcessorTime = processorTime,
            Lost = generator.Lost,
            MedianLatency = Quantile(latencies, 0.5),
            HighLatency = Quantile(latencies, 0.99),
        };
    }

    private static double? Quantile(List<double> sorted, double part) => sorted.Count == 0 ? null : sorted[(int)(part * (sorted.Count - 1))];
}
