namespace Busbar.Modbus;

/// <summary>Says that a property of a <see cref="RegisterMapAttribute">register map</see> is in input registers, which are only read.</summary>
/// <param name="address">The address of its first register as the protocol counts, from 0 to 65,535.</param>
public sealed class InputAttribute(int address) : RegisterAttribute(address);
