namespace Busbar.Modbus;

/// <summary>Where a property of a <see cref="RegisterMapAttribute">register map</see> is in the device, and what is known of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class MapMemberAttribute : Attribute
{
    private protected MapMemberAttribute(int address) => Address = address;

    /// <summary>The address of its bit or its first register as the protocol counts, from 0 to 65,535.</summary>
    public int Address { get; }

    /// <summary>The name of its field when the map is polled; the property's name in snake_case unless given.</summary>
    public string? Name { get; set; }

    /// <summary>What the quantity is, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>How many an array holds, or how many registers of two octets a string takes; 0 for anything else.</summary>
    public int Length { get; set; }

    /// <summary>Whether it may lie on what another property takes, as another view of the same; at most one of the views can be set.</summary>
    public bool Overlaps { get; set; }
}
