namespace Busbar.Modbus;

/// <summary>
/// Says that a partial class is the map of a kind of device: its partial properties with <see cref="HoldingAttribute"/>,
/// <see cref="InputAttribute"/>, <see cref="CoilAttribute"/> and <see cref="DiscreteInputAttribute"/>. Busbar's generator then plans the
/// fewest reads, implements <see cref="IRegisterMap"/>, and adds <c>ReadAsync</c>, <c>WriteChangesAsync</c>, <c>DiscardChanges</c>,
/// <c>HasChanges</c> and <c>ReadAt</c>.
/// </summary>
/// <remarks>
/// One read or write of a map at a time: a second throws <see cref="InvalidOperationException"/>. Properties may be set meanwhile, from
/// any thread; what is got of several properties while a read is under way may be of two readings.
/// The numbers here are for <c>ReadAsync</c>; a poll has them from its <see cref="ModbusSourceOptions"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RegisterMapAttribute : Attribute
{
    /// <summary>How the device lays values out in registers, where a property does not say otherwise.</summary>
    public RegisterOrder Order { get; set; }

    /// <summary>Registers nobody asked for that are read along to save a request. 0 to 124, default 16. A device that refuses some addresses wants 0.</summary>
    public int MaxRegisterGap { get; set; } = 16;

    /// <summary>Bits nobody asked for that are read along to save a request. 0 to 1,999, default 256.</summary>
    public int MaxBitGap { get; set; } = 256;

    /// <summary>Registers in one read; some devices bear fewer than the specification allows. 1 to 125, default 125.</summary>
    public int MaxRegistersPerRead { get; set; } = ModbusLimits.MaxReadRegisters;

    /// <summary>Bits in one read. 1 to 2,000, default 2,000.</summary>
    public int MaxBitsPerRead { get; set; } = ModbusLimits.MaxReadBits;
}
