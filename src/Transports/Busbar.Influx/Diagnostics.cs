using System.Diagnostics.Metrics;

namespace Busbar.Influx;

internal static class Diagnostics
{
    private static readonly Meter Meter = new("Busbar.Influx");

    public static readonly Counter<long> Written = Meter.CreateCounter<long>("busbar.influx.samples.written", "{sample}", "Samples the server took.");
    public static readonly Counter<long> Lost = Meter.CreateCounter<long>("busbar.influx.samples.lost", "{sample}", "Samples dropped from a full queue, refused by the server or left at the end.");
    public static readonly Counter<long> Rejected = Meter.CreateCounter<long>("busbar.influx.values.rejected", "{value}", "Values that line protocol cannot carry.");
    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("busbar.influx.requests", "{request}", "Write requests sent, retries included.");
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("busbar.influx.retries", "{request}", "Write requests that were sent again.");
    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>("busbar.influx.bytes", "By", "Octets of line protocol the server took, before compression.");
}
