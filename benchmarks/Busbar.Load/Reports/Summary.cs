namespace Busbar.Load;

/// <summary>Rounds of the same server and scenario, as one figure: the median of each.</summary>
internal static class Summary
{
    public static List<Figure> Of(IEnumerable<Figure> figures) =>
        [.. figures.GroupBy(figure => (figure.Scenario, figure.Size, figure.Mode, figure.Subscribers, figure.Server)).Select(group => Of(group.ToArray()))];

    private static Figure Of(Figure[] rounds)
    {
        Figure[] whole = [.. rounds.Where(round => round.Fault is null)];
        if (whole.Length == 0)
            return rounds[0];
        return whole[0] with
        {
            Rate = Median(whole.Select(round => round.Rate)),
            ProcessorTime = Median(whole.Select(round => round.ProcessorTime)),
            MedianLatency = MedianOrNull(whole.Select(round => round.MedianLatency)),
            HighLatency = MedianOrNull(whole.Select(round => round.HighLatency)),
            Kept = MedianOrNull(whole.Select(round => round.Kept)),
            Effort = MedianOrNull(whole.Select(round => round.Effort)),
            Lost = whole.Sum(round => round.Lost),
            Fault = rounds.FirstOrDefault(round => round.Fault is not null)?.Fault,
        };
    }

    private static double? MedianOrNull(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? null : Median(known);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
