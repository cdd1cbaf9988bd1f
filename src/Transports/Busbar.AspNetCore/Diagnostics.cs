using System.Diagnostics.Metrics;

namespace Busbar.AspNetCore;

/// <summary>The meter <c>Busbar.AspNetCore</c>.</summary>
internal static class Diagnostics
{
    private static readonly Meter Meter = new("Busbar.AspNetCore");

    public static readonly UpDownCounter<int> Pages = Meter.CreateUpDownCounter<int>("busbar.echo.pages", "{page}", "Pages that are connected.");
    public static readonly Counter<long> Frames = Meter.CreateCounter<long>("busbar.echo.frames", "{frame}", "Frames sent to pages.");
    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>("busbar.echo.bytes", "By", "Octets of frames sent to pages.");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("busbar.echo.refused", "{page}", "Pages that were not let in, by reason.");
    public static readonly Counter<long> Closed = Meter.CreateCounter<long>("busbar.echo.closed", "{page}", "Pages that ended, by close status.");
    public static readonly Counter<long> CutOff = Meter.CreateCounter<long>("busbar.echo.cut_off", "{page}", "Pages cut off because they read nothing or did not answer a close.");

    public static readonly UpDownCounter<int> Clients = Meter.CreateUpDownCounter<int>("busbar.broker.connections", "{connection}", "Clients of brokers that are connected.");
    public static readonly Counter<long> ClientObjects = Meter.CreateCounter<long>("busbar.broker.objects", "{object}", "Objects sent to clients of brokers.");
    public static readonly Counter<long> ClientBytes = Meter.CreateCounter<long>("busbar.broker.bytes", "By", "Octets of objects sent to clients of brokers.");
    public static readonly Counter<long> ClientsRefused = Meter.CreateCounter<long>("busbar.broker.refused", "{request}", "Requests of clients of brokers that were refused, by reason.");

    private static readonly Counter<long> WatchboxLost = Meter.CreateCounter<long>("busbar.watchbox.lost", "{message}", "Messages that pages of Watchbox did not ask for in time, by reason.");

    /// <param name="reason"><c>full</c>: its queue had no room; <c>expired</c>; <c>left</c>: the page was not in the group any more.</param>
    public static void LoseForWatchbox(string reason) => WatchboxLost.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
