namespace Busbar;

/// <summary>How a command ended.</summary>
public enum CommandOutcome : byte
{
    /// <summary>The device confirmed it.</summary>
    Confirmed = 0,

    /// <summary>The device refused it: a negative confirmation, an exception answer.</summary>
    Refused,

    /// <summary>Nothing was heard in time; whether it was carried out is not known.</summary>
    TimedOut,

    /// <summary>There is no connection; it was not sent.</summary>
    NotConnected,

    /// <summary>Another command on the same object is under way; it was not sent.</summary>
    Busy,

    /// <summary>The target has no such object, or it takes no commands, or not this value; it was not sent.</summary>
    Unsupported,
}
