using System.Diagnostics.Metrics;

namespace Busbar.Sql;

internal static class Diagnostics
{
    private static readonly Meter Meter = new("Busbar.Sql");

    public static readonly Counter<long> Stored = Meter.CreateCounter<long>("busbar.sql.samples.stored", "{sample}", "Samples stored.");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("busbar.sql.samples.refused", "{sample}", "Samples not taken because the queue was full.");
    public static readonly Counter<long> Lost = Meter.CreateCounter<long>("busbar.sql.samples.lost", "{sample}", "Samples taken and not stored when the history ended.");
    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("busbar.sql.failures", "{failure}", "Transactions that failed.");
    public static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("busbar.sql.batch.duration", "s", "How long storing a batch took.");
}
