namespace Busbar.Messaging;

/// <summary>What took a position: a message of a topic, or an object for the client alone; one reference to its block.</summary>
/// <param name="Block">The message, or the object without its end.</param>
/// <param name="IsMessage">Which of both.</param>
/// <param name="Octets">What it keeps from going back to the pool, about; noted, so that neither block is touched to reckon.</param>
/// <param name="Skipped">Messages of states that gave way to later ones before it.</param>
/// <param name="Dropped">Messages that were lost before it.</param>
internal readonly record struct SentEntry(MessageBlock Block, bool IsMessage, int Octets, int Skipped = 0, int Dropped = 0);
