using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>How a WebSocket ended.</summary>
/// <param name="Code">The code of the first close frame that went either way; 1005 when it had none, 1006 when there was no close frame.</param>
/// <param name="Description">What that frame said for people; not to be believed when the peer wrote it.</param>
/// <param name="ByPeer">Whether the peer began to close, or vanished.</param>
/// <param name="IsClean">Whether close frames went both ways; otherwise messages may be lost.</param>
/// <param name="Reason">Why the connection below ended.</param>
public sealed record WebSocketClosure(WebSocketCloseCode Code, string Description, bool ByPeer, bool IsClean, CloseReason Reason);
