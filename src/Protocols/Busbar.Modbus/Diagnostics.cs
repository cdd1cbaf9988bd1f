using System.Diagnostics.Metrics;

namespace Busbar.Modbus;

/// <summary>The package's meter.</summary>
internal static class Diagnostics
{
    private static readonly Meter Meter = new("Busbar.Modbus");

    public static readonly Counter<long> ClientRequests = Meter.CreateCounter<long>("busbar.modbus.client.requests", "{request}", "Requests sent.");
    public static readonly Counter<long> ClientExceptions = Meter.CreateCounter<long>("busbar.modbus.client.exceptions", "{response}", "Exception responses received.");
    public static readonly Counter<long> ClientTimeouts = Meter.CreateCounter<long>("busbar.modbus.client.timeouts", "{request}", "Requests not answered in time.");
    public static readonly Counter<long> ClientDroppedAnswers = Meter.CreateCounter<long>("busbar.modbus.client.dropped_answers", "{response}", "Answers that came late or to nothing that was asked.");
    public static readonly Counter<long> ServerRequests = Meter.CreateCounter<long>("busbar.modbus.server.requests", "{request}", "Requests received.");
    public static readonly Counter<long> ServerExceptions = Meter.CreateCounter<long>("busbar.modbus.server.exceptions", "{response}", "Exception responses sent.");
    public static readonly Counter<long> Polls = Meter.CreateCounter<long>("busbar.modbus.source.polls", "{poll}", "Polls begun.");
    public static readonly Counter<long> PollFailures = Meter.CreateCounter<long>("busbar.modbus.source.poll_failures", "{poll}", "Polls that failed, wholly or in part.");
    public static readonly Counter<long> MissedPolls = Meter.CreateCounter<long>("busbar.modbus.source.missed_polls", "{poll}", "Polls left out because the one before was still under way.");
    public static readonly Counter<long> DroppedSamples = Meter.CreateCounter<long>("busbar.modbus.source.dropped_samples", "{sample}", "Samples the sink did not take.");
}
