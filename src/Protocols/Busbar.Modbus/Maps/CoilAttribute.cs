namespace Busbar.Modbus;

/// <summary>Says that a property of a <see cref="RegisterMapAttribute">register map</see> is a coil, or with a length an array of coils; one with a setter is written by <c>WriteChangesAsync</c>.</summary>
/// <param name="address">The address of its first bit as the protocol counts, from 0 to 65,535.</param>
public sealed class CoilAttribute(int address) : MapMemberAttribute(address);
