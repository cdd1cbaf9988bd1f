namespace Busbar.Messaging;

/// <summary>An outlet at a topic: what the topic's publishes walk, and where the outlet notes what waits of that topic.</summary>
internal sealed class Attachment(Outlet outlet, Topic topic)
{
    public Outlet Outlet { get; } = outlet;

    public Topic Topic { get; } = topic;

    /// <summary>Where the message waits that a later one replaces; below the ring's head when none does. Under the outlet's gate.</summary>
    public long Position { get; set; } = -1;

    /// <summary>The outlet's filters that match the topic. Under the topic's lock.</summary>
    public OutletSubscription[] Filters { get; set; } = [];

    /// <summary>The outlet watches the topic by its handle. Under the topic's lock.</summary>
    public bool IsWatched { get; set; }

    /// <summary>The round of <see cref="Outlet.WatchOnly"/> that last named the topic. Under the outlet's watch lock.</summary>
    public int WatchRound { get; set; }
}
