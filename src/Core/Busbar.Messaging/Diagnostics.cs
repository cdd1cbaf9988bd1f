using System.Diagnostics.Metrics;

namespace Busbar.Messaging;

/// <summary>The meter <c>Busbar.Messaging</c> of one broker. All counts are read when asked: a publish pays nothing for them.</summary>
internal sealed class Diagnostics : IDisposable
{
    private readonly Meter _meter = new("Busbar.Messaging");

    public Diagnostics(Broker broker)
    {
        _meter.CreateObservableCounter("busbar.messaging.published", () => broker.Published, "{message}", "Messages published.");
        _meter.CreateObservableCounter("busbar.messaging.outlets.delivered", () => broker.MeasureOutlets(static counts => counts.Delivered), "{message}", "Messages read from outlets.");
        _meter.CreateObservableCounter("busbar.messaging.outlets.skipped", () => broker.MeasureOutlets(static counts => counts.Skipped), "{message}", "Messages of states that gave way to a later one.");
        _meter.CreateObservableCounter("busbar.messaging.outlets.dropped", broker.MeasureDropped, "{message}", "Messages lost because an outlet was full.");
        _meter.CreateObservableCounter("busbar.messaging.expired", broker.MeasureExpired, "{message}", "Messages withheld because their time to live had passed.");
        _meter.CreateObservableCounter("busbar.messaging.history.not_kept", () => broker.NotInHistory, "{message}", "Messages that history could not take.");
        _meter.CreateObservableGauge("busbar.messaging.history", () => broker.HistoryBytes, "By", "Octets that history takes.");
        _meter.CreateObservableCounter("busbar.messaging.handlers.failed", () => broker.HandlerFailures, "{call}", "Handlers that threw.");
        _meter.CreateObservableCounter("busbar.messaging.nested.dropped", () => broker.NestedDropped, "{message}", "Publishes inside handlers beyond the limit.");
        _meter.CreateObservableCounter("busbar.messaging.states.not_retained", () => broker.NotRetained, "{message}", "States delivered but not retained.");
        _meter.CreateObservableCounter("busbar.messaging.states.not_encoded", () => broker.NotEncoded, "{message}", "Values that could not be encoded.");
        _meter.CreateObservableGauge("busbar.messaging.states.retained", () => broker.RetainedBytes, "By", "Octets that retained states take.");
        _meter.CreateObservableGauge("busbar.messaging.topics", () => broker.TopicCount, "{topic}", "Topics.");
        _meter.CreateObservableGauge("busbar.messaging.outlets", () => broker.OutletCount, "{outlet}", "Outlets that are open.");
    }

    public void Dispose() => _meter.Dispose();
}
