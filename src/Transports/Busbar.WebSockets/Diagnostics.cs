using System.Diagnostics.Metrics;

namespace Busbar.WebSockets;

/// <summary>The package's instruments. Tags never carry client names.</summary>
internal static class Diagnostics
{
    private static readonly Meter Meter = new("Busbar.WebSockets");

    public static readonly Counter<long> ReceivedMessages = Meter.CreateCounter<long>("busbar.websockets.received_messages", "{message}", "Messages received whole.");
    public static readonly Counter<long> SentMessages = Meter.CreateCounter<long>("busbar.websockets.sent_messages", "{message}", "Messages sent one by one; batches framed before are not looked at.");
    public static readonly Counter<long> Violations = Meter.CreateCounter<long>("busbar.websockets.violations", "{connection}", "Connections failed for what the peer did wrong.");
    public static readonly Counter<long> RefusedHandshakes = Meter.CreateCounter<long>("busbar.websockets.refused_handshakes", "{request}", "Requests for an upgrade answered with an error.");
}
