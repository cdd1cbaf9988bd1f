namespace Busbar.Links;

/// <summary>Why a connection ended, for code to branch on.</summary>
public enum CloseKind : byte
{
    /// <summary>This side ended it on purpose.</summary>
    Local = 0,

    /// <summary>The peer ended it between two frames.</summary>
    Remote,

    /// <summary>The peer ended it in the middle of a frame.</summary>
    Truncated,

    /// <summary>The peer broke a rule of the protocol.</summary>
    ProtocolViolation,

    /// <summary>Something did not come in time.</summary>
    TimedOut,

    /// <summary>The transport failed: reset, unreachable, a TLS alert.</summary>
    TransportFault,

    /// <summary>A bound was reached: unsent octets, a frame's size, connections.</summary>
    LimitExceeded,

    /// <summary>Code on this side threw where it must not.</summary>
    InternalFault,
}
