namespace Busbar;

/// <summary>Why a sample was sent: the causes of transmission of IEC 60870-5-101 §7.2.3 that concern values, by their numbers.</summary>
public enum Cause : byte
{
    /// <summary>Nobody said.</summary>
    Unspecified = 0,

    /// <summary>Sent or polled in a fixed cycle.</summary>
    Periodic = 1,

    /// <summary>A background scan.</summary>
    Background = 2,

    /// <summary>The value changed.</summary>
    Spontaneous = 3,

    /// <summary>The station initialized.</summary>
    Initialized = 4,

    /// <summary>Somebody asked for this value.</summary>
    Requested = 5,

    /// <summary>Return information caused by a command from afar.</summary>
    RemoteCommand = 11,

    /// <summary>Return information caused by a command on the spot.</summary>
    LocalCommand = 12,

    /// <summary>Somebody asked for all values.</summary>
    Interrogated = 20,

    /// <summary>Somebody asked for the counters.</summary>
    CounterInterrogated = 37,
}
