namespace Busbar.WebSockets;

/// <summary>Which side of the connection this is: a client masks what it sends, a server does not; RFC 6455 §5.1.</summary>
public enum WebSocketRole : byte
{
    /// <summary>The side that was asked for the upgrade.</summary>
    Server = 0,

    /// <summary>The side that asked for the upgrade.</summary>
    Client,
}
