namespace Busbar.Generators.Models;

/// <summary>Where a parameter of a method for an event comes from.</summary>
internal enum EventArgumentKind
{
    /// <summary>Decoded from the payload.</summary>
    Payload,

    /// <summary>The payload as it came.</summary>
    RawPayload,

    /// <summary>A level of the topic.</summary>
    Level,

    /// <summary>The event's name as it came.</summary>
    EventName,

    /// <summary>What the base class hands to every method that asks for it by type, or the object itself.</summary>
    Context,
}
