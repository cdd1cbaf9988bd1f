using System.Text;

namespace Busbar.Modbus;

/// <summary>One object of a device's identification. Owned: safe to keep.</summary>
/// <param name="Id">Which object.</param>
/// <param name="Value">Its octets, 0 to 244: ASCII up to object 0x7F, the device's own above.</param>
public sealed record ModbusDeviceObject(DeviceObjectId Id, ReadOnlyMemory<byte> Value)
{
    /// <summary>The octets as text, which is for those of ASCII: one character an octet.</summary>
    public string Text => Encoding.Latin1.GetString(Value.Span);

    /// <summary>For people: <c>VendorName: Busbar</c>.</summary>
    public override string ToString() => $"{Id}: {Text}";
}
