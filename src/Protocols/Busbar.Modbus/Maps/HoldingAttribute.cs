namespace Busbar.Modbus;

/// <summary>Says that a property of a <see cref="RegisterMapAttribute">register map</see> is in holding registers; one with a setter is written by <c>WriteChangesAsync</c>.</summary>
/// <param name="address">The address of its first register as the protocol counts, from 0 to 65,535.</param>
public sealed class HoldingAttribute(int address) : RegisterAttribute(address);
