using System.Diagnostics.Metrics;

namespace Busbar.Messaging;

/// <summary>The instruments of one server in the meter <c>Busbar.Messaging</c>.</summary>
internal sealed class ServerDiagnostics : IDisposable
{
    private readonly Meter _meter = new("Busbar.Messaging");
    private readonly Counter<long> _closed;
    private readonly Counter<long> _refused;

    public ServerDiagnostics(BrokerServer server)
    {
        _closed = _meter.CreateCounter<long>("busbar.messaging.clients.closed", "{connection}", "Connections that the server closed, by code.");
        _refused = _meter.CreateCounter<long>("busbar.messaging.clients.refused", "{client}", "Clients that were not let in.");
        _meter.CreateObservableGauge("busbar.messaging.clients.sessions", () => server.SessionCount, "{session}", "Sessions, with those that wait to be taken up again.");
        _meter.CreateObservableCounter("busbar.messaging.clients.encoded", () => server.MessagesEncoded, "{message}", "Messages that were encoded for clients, once for all of them.");
        _meter.CreateObservableCounter("busbar.messaging.clients.delivered", () => server.MessagesDelivered, "{message}", "Messages that were handed to connections.");
        _meter.CreateObservableCounter("busbar.messaging.clients.faults", () => server.Faults, "{object}", "What clients said that breaks the rules.");
        _meter.CreateObservableCounter("busbar.messaging.clients.handlers.failed", () => server.HandlerFailures, "{call}", "Handlers and rules that threw.");
    }

    public void OnClosed(ClientCloseCode code) => _closed.Add(1, new KeyValuePair<string, object?>("code", (int)code));

    public void OnRefused() => _refused.Add(1);

    public void Dispose() => _meter.Dispose();
}
