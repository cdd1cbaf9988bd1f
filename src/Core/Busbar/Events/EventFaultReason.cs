namespace Busbar;

/// <summary>What is wrong with an argument of an event.</summary>
public enum EventFaultReason : byte
{
    /// <summary>It is not there: too few arguments, or a record without a member that it needs.</summary>
    Missing = 0,

    /// <summary>It is of another type.</summary>
    WrongType = 1,

    /// <summary>It is of the right type and no value of the parameter: out of its range, no member of its enumeration, not UTF-8.</summary>
    InvalidValue = 2,

    /// <summary>The payload itself is cut, broken, or beyond the reader's limits.</summary>
    Malformed = 3,
}
