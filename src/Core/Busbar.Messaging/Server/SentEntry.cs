namespace Busbar.Messaging;

/// <summary>What took a position: a message of a topic, or an object for the client alone; one reference to its block.</summary>
internal struct SentEntry
{
    /// <summary>The message, or the object without its end.</summary>
    public MessageBlock Block;

    /// <summary>Which of both.</summary>
    public bool IsMessage;

    /// <summary>What it keeps from going back to the pool, about; noted, so that neither block is touched to reckon.</summary>
    public int Octets;

    /// <summary>Messages of states that gave way to later ones before it.</summary>
    public int Skipped;

    /// <summary>Messages that were lost before it.</summary>
    public int Dropped;
}
