namespace Busbar;

/// <summary>
/// How far a value can be trusted. The low octet is the quality descriptor of IEC 60870-5-101 §7.2.6.3 and §7.2.6.4 as received;
/// the high octet is what that descriptor cannot say. 0 is good.
/// </summary>
[Flags]
public enum Quality : ushort
{
    /// <summary>Nothing is wrong with the value.</summary>
    Good = 0,

    /// <summary>OV: the value is beyond the range that can be carried.</summary>
    Overflow = 0x0001,

    /// <summary>EI: the elapsed time of a protection event was not acquired correctly.</summary>
    ElapsedTimeInvalid = 0x0008,

    /// <summary>BL: the value is held as it was before it was blocked, locally or by a command.</summary>
    Blocked = 0x0010,

    /// <summary>SB: the value was put in by a person or an automatic source in place of the measured one.</summary>
    Substituted = 0x0020,

    /// <summary>NT: the most recent update failed or is overdue.</summary>
    NotTopical = 0x0040,

    /// <summary>IV: the value must not be used.</summary>
    Invalid = 0x0080,

    /// <summary>The value may be wrong; nobody knows by how much.</summary>
    Uncertain = 0x0100,

    /// <summary>The value stands at its lower limit; the true one may be lower.</summary>
    LowLimited = 0x0200,

    /// <summary>The value stands at its upper limit; the true one may be higher.</summary>
    HighLimited = 0x0400,

    /// <summary>There is no connection to the device that measures.</summary>
    NotConnected = 0x0800,

    /// <summary>Nothing was received yet.</summary>
    NoValueYet = 0x1000,

    /// <summary>The object is in motion: a switch between its end positions, a tap changer stepping.</summary>
    Transient = 0x2000,

    /// <summary>CY: a counter overflowed during its period. Says nothing against the value.</summary>
    Carry = 0x4000,

    /// <summary>CA: a counter was adjusted during its period. Says nothing against the value.</summary>
    Adjusted = 0x8000,
}
