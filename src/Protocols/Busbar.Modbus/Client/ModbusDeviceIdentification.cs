namespace Busbar.Modbus;

/// <summary>A device's identification, as a stream of objects gave it; MODBUS Application Protocol V1.1b3 §6.21. Owned: safe to keep.</summary>
public sealed record ModbusDeviceIdentification
{
    internal ModbusDeviceIdentification(byte conformityLevel, IReadOnlyList<ModbusDeviceObject> objects)
    {
        ConformityLevel = conformityLevel;
        Objects = objects;
    }

    /// <summary>1 basic, 2 regular, 3 extended, with <see cref="ReadDeviceIdentificationResponse.IndividualAccess"/> when single objects can be asked for.</summary>
    public byte ConformityLevel { get; }

    /// <summary>The objects in the device's order.</summary>
    public IReadOnlyList<ModbusDeviceObject> Objects { get; }

    /// <summary>The text of an object; null when the device did not give it.</summary>
    public string? this[DeviceObjectId id] => Objects.FirstOrDefault(each => each.Id == id)?.Text;

    /// <summary>Object 0, who made it; null when the device did not give it.</summary>
    public string? VendorName => this[DeviceObjectId.VendorName];

    /// <summary>Object 1, its product code; null when the device did not give it.</summary>
    public string? ProductCode => this[DeviceObjectId.ProductCode];

    /// <summary>Object 2, its revision; null when the device did not give it.</summary>
    public string? MajorMinorRevision => this[DeviceObjectId.MajorMinorRevision];
}
