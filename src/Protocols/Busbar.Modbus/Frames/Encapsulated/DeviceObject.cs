namespace Busbar.Modbus;

/// <summary>One object of a device's identification: a view on the received octets, valid as long as they are.</summary>
public readonly ref struct DeviceObject
{
    internal DeviceObject(DeviceObjectId id, ReadOnlySpan<byte> value)
    {
        Id = id;
        Value = value;
    }

    /// <summary>Which object.</summary>
    public DeviceObjectId Id { get; }

    /// <summary>What it says: ASCII up to object 0x7F, the device's own above; 0 to 244 octets.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
