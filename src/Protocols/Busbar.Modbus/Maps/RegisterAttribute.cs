namespace Busbar.Modbus;

/// <summary>Says which registers a property of a <see cref="RegisterMapAttribute">register map</see> is: <see cref="HoldingAttribute"/> or <see cref="InputAttribute"/>.</summary>
public abstract class RegisterAttribute : MapMemberAttribute
{
    private protected RegisterAttribute(int address)
        : base(address)
    {
    }

    /// <summary>
    /// What the registers hold. Unless given: the property's own type; for an enumeration one register, where that takes all its values.
    /// </summary>
    public RegisterType As { get; set; }

    /// <summary>How the value is laid out; the map's unless given. A text has the high octet first whatever is said.</summary>
    public RegisterOrder Order { get; set; }

    /// <summary>
    /// What the raw number is multiplied by; finite, not 0, default 1. Where its reciprocal is whole the raw number is divided by that:
    /// 3 at a scale of 0.1 reads 0.3, not 0.30000000000000004. What is set is rounded to the nearest step, halves away from zero.
    /// </summary>
    public double Scale { get; set; } = 1;

    /// <summary>The lowest bit of a bit field, 0 (the lowest of the register) to 15; -1 for what is no bit field.</summary>
    public int Bit { get; set; } = -1;

    /// <summary>The width of a bit field, 1 to 16 and within its register, default 1: more than 1 make a number or an enumeration.</summary>
    public int Bits { get; set; } = 1;

    /// <summary>How a string is encoded.</summary>
    public RegisterEncoding Encoding { get; set; }

    /// <summary>The engineering unit as it is to be shown, for example <c>kW</c>; null when there is none.</summary>
    public string? EngineeringUnit { get; set; }
}
