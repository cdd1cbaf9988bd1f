namespace Busbar.Messaging;

/// <summary>Why a server ends a connection: close codes of RFC 6455 §7.4.1 and of IANA's registry, also where the carrier is no WebSocket.</summary>
public enum ClientCloseCode : ushort
{
    /// <summary>The client asked for it.</summary>
    Normal = 1000,

    /// <summary>The server stops; the client may come back.</summary>
    GoingAway = 1001,

    /// <summary>The framing was broken: what follows cannot be read.</summary>
    ProtocolError = 1002,

    /// <summary>A rule was broken; the reason names it.</summary>
    PolicyViolation = 1008,

    /// <summary>A message was longer than <see cref="BrokerServerOptions.MaxMessageBytes"/>.</summary>
    MessageTooBig = 1009,

    /// <summary>More waits for the client than may, or something failed here.</summary>
    InternalError = 1011,

    /// <summary>There are as many sessions as may be; the client may come back later.</summary>
    TryAgainLater = 1013,
}
