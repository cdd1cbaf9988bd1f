using System.Globalization;

namespace Busbar.Load;

/// <summary>The figures as tables in Markdown: one row a server, one column a number of subscribers.</summary>
internal static class MarkdownReport
{
    public static void Write(TextWriter to, IReadOnlyList<Figure> figures)
    {
        foreach (IGrouping<(int Size, string? Mode), Figure> table in figures.Where(figure => figure.Scenario == "fanout").GroupBy(figure => (figure.Size, figure.Mode)))
            WriteFanOut(to, table.Key.Size, table.Key.Mode!, [.. table]);
        WriteRows(to, figures, "rate", "1,000 messages a second to 10", "CPU a delivery | p50 | p99", RateCells);
        WriteRows(to, figures, "stall", "one of ten reads nothing", "rate of the other nine, to that before | CPU a delivery, to that before", figure => $"{Number(figure.Kept ?? 0, "0.00")} | {Number(figure.Effort ?? 0, "0.00")}");
        WriteRows(to, figures, "memory", "idle clients", "resident memory a client", figure => $"{Number((figure.OctetsPerClient ?? 0) / 1024, "0.0")} KiB");
    }

    private static void WriteFanOut(TextWriter to, int size, string mode, Figure[] figures)
    {
        int[] subscribers = [.. figures.Select(figure => figure.Subscribers).Distinct()];
        to.WriteLine($"| {size} B, {(mode == "batched" ? "batched" : "one message a send")}: million deliveries/s (CPU ns each) | {string.Join(" | ", subscribers.Select(count => $"to {count}"))} |");
        to.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", subscribers.Length))}");
        foreach (IGrouping<string, Figure> server in figures.GroupBy(figure => figure.Server))
            to.WriteLine($"| {server.Key} | {string.Join(" | ", server.Select(figure => Cell(figure, FanOutCell)))} |");
        to.WriteLine();
    }

    private static void WriteRows(TextWriter to, IReadOnlyList<Figure> figures, string scenario, string title, string columns, Func<Figure, string> cells)
    {
        Figure[] rows = [.. figures.Where(figure => figure.Scenario == scenario)];
        if (rows.Length == 0)
            return;
        to.WriteLine($"| {title} | {columns} |");
        to.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", columns.Split('|').Length))}");
        foreach (Figure row in rows)
            to.WriteLine($"| {row.Server} | {Cell(row, cells)} |");
        to.WriteLine();
    }

    private static string Cell(Figure figure, Func<Figure, string> write)
    {
        string cell = figure is { Fault: { } fault, Rate: 0, OctetsPerClient: null } ? fault : write(figure);
        return figure.Lost == 0 ? cell : string.Create(CultureInfo.InvariantCulture, $"{cell}, {figure.Lost} lost");
    }

    private static string FanOutCell(Figure figure) => $"{Number(figure.Rate / 1e6, "0.00")} ({Number(figure.ProcessorTime, "0")})";

    private static string RateCells(Figure figure) =>
        $"{Number(figure.ProcessorTime / 1000, "0.0")} µs | {Number(figure.MedianLatency ?? 0, "0")} µs | {Number(figure.HighLatency ?? 0, "0")} µs";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
