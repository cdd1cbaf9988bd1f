namespace Busbar.Messaging;

/// <summary>What is said of one message besides its payload. The default says nothing: of the process itself, and kept as its topic keeps messages.</summary>
public readonly record struct PublishOptions
{
    /// <summary>
    /// How long after it is published the message is worth having; above zero. Later it is neither read from an outlet nor given as
    /// the retained state or from history, and counted as expired. Handlers get it at once in any case. What the topic says
    /// (<see cref="Topic.TimeToLive"/>) when null.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Who sent it, in whatever words those use who read it; null for the process itself. The reference is kept with the message.</summary>
    public string? Sender { get; init; }
}
