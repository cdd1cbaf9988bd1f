namespace Busbar.Modbus;

/// <summary>Says that a property of a <see cref="RegisterMapAttribute">register map</see> is a discrete input, or with a length an array of them; they are only read.</summary>
/// <param name="address">The address of its first bit as the protocol counts, from 0 to 65,535.</param>
public sealed class DiscreteInputAttribute(int address) : MapMemberAttribute(address);
