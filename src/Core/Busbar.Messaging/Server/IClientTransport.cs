namespace Busbar.Messaging;

/// <summary>
/// What carries the wire to one client: a WebSocket, a stream of events, one poll. The server's one writer of the client calls
/// <see cref="WaitForRoomAsync"/> and <see cref="TrySend"/> in turn; <see cref="Close"/> comes from any thread. What carries says when it ended by
/// <see cref="ClientConnection.OnClosed"/>, and shows what it received to <see cref="ClientConnection.Receive"/>.
/// </summary>
public interface IClientTransport
{
    /// <summary>Takes objects for the client. Called when there was room, and once more before <see cref="Close"/>; must not wait.</summary>
    /// <param name="objects">Valid during the call.</param>
    /// <returns>False when it has ended: nothing was taken.</returns>
    bool TrySend(OutgoingObjects objects);

    /// <summary>Waits until what was taken went so far that more may be. One wait at a time, awaited once.</summary>
    /// <returns>False when it has ended, or was closed.</returns>
    ValueTask<bool> WaitForRoomAsync();

    /// <summary>Ends it: what was taken is sent first, if the client takes it soon. The first call counts. Must not wait, and must not throw.</summary>
    /// <param name="code">Why.</param>
    /// <param name="reason">The same for people, ASCII of at most 100 characters.</param>
    void Close(ClientCloseCode code, string reason);
}
