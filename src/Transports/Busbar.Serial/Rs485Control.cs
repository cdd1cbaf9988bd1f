namespace Busbar.Serial;

/// <summary>Who turns a two-wire RS-485 line round between sending and receiving.</summary>
public enum Rs485Control : byte
{
    /// <summary>The kernel's driver of the port, to the bit (<c>TIOCSRS485</c>); not all have it.</summary>
    Driver = 0,

    /// <summary>
    /// This process, by RTS: for ports whose driver cannot. The line is given back when the system says that all was sent, some
    /// milliseconds late on a busy machine, so that a device which answers at once may be cut off.
    /// </summary>
    Process = 1,
}
