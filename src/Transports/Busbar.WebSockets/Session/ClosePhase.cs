namespace Busbar.WebSockets;

/// <summary>How far the closing handshake has come; RFC 6455 §7.1.</summary>
internal enum ClosePhase : byte
{
    /// <summary>No close frame went either way.</summary>
    Open = 0,

    /// <summary>This side's went; the peer's is awaited, and messages still come.</summary>
    Sent,

    /// <summary>Both went, or this side has failed the connection: what still comes is dropped.</summary>
    Done,
}
