using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>A handler that takes payloads as they come; counts without allocating.</summary>
internal sealed partial class RawPlant(Broker broker) : RawTopicHandler(broker)
{
    private readonly Signal _called = new();

    public long Sum { get; private set; }

    public ValueTask NextAsync() => _called.NextAsync();

    [Event("plant/{bay}/#")]
    private void OnAny(int bay, ReadOnlySpan<byte> payload)
    {
        Sum += bay + payload.Length;
        _called.Set();
    }
}
