namespace Busbar.WebSockets;

/// <summary>Why a WebSocket was closed; RFC 6455 §7.4.1. 3000 to 3999 are registered by libraries, 4000 to 4999 belong to applications.</summary>
public enum WebSocketCloseCode : ushort
{
    /// <summary>No code.</summary>
    None = 0,

    /// <summary>What it was for is done.</summary>
    NormalClosure = 1000,

    /// <summary>A server stops, or a page is left.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke a rule of the protocol.</summary>
    ProtocolError = 1002,

    /// <summary>Text where only octets are taken, or the other way round.</summary>
    UnsupportedData = 1003,

    /// <summary>The close frame had no code. Never sent.</summary>
    NoStatusReceived = 1005,

    /// <summary>The connection ended without a close frame. Never sent.</summary>
    AbnormalClosure = 1006,

    /// <summary>A text that is not UTF-8.</summary>
    InvalidPayloadData = 1007,

    /// <summary>A rule of this side's own.</summary>
    PolicyViolation = 1008,

    /// <summary>A message longer than this side takes.</summary>
    MessageTooBig = 1009,

    /// <summary>A client needs an extension that the server did not agree to.</summary>
    MandatoryExtension = 1010,

    /// <summary>Something on this side failed.</summary>
    InternalError = 1011,

    /// <summary>The service restarts; registered with IANA later.</summary>
    ServiceRestart = 1012,

    /// <summary>The service is too busy; registered with IANA later.</summary>
    TryAgainLater = 1013,

    /// <summary>A gateway got no good answer from behind it; registered with IANA later.</summary>
    BadGateway = 1014,
}
