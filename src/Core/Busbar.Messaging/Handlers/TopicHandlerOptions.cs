using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Messaging;

/// <summary>How a <see cref="TopicHandler"/> waits for its messages. Copied where it is given.</summary>
public sealed record TopicHandlerOptions
{
    /// <summary>Bounds of the queue of messages that wait for the methods, and what happens when it is full; the oldest of 1,024 are dropped by default.</summary>
    public OutletOptions Queue { get; set; } = new();

    /// <summary>Told of methods that throw and of payloads that do not fit, the 1st, 2nd, 4th, 8th … time; nobody by default.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;
}
