using System.Text;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>One object of a device's identification, as a line of output.</summary>
/// <param name="Unit">The unit asked.</param>
/// <param name="Id">Which object.</param>
/// <param name="Octets">What it says.</param>
internal sealed record IdentityRow(int Unit, DeviceObjectId Id, ReadOnlyMemory<byte> Octets)
{
    /// <summary>Null for an object of the device's own.</summary>
    public string? Name => Id <= DeviceObjectId.UserApplicationName ? Id.ToString() : null;

    /// <summary>Null when it is no text.</summary>
    public string? Value => Octets.Span.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? Encoding.ASCII.GetString(Octets.Span) : null;

    public string Hex => Convert.ToHexStringLower(Octets.Span);

    public string ToJson() => JsonLine.Of(json =>
    {
        json.WriteNumber("unit", Unit);
        json.WriteNumber("object", (byte)Id);
        json.WriteString("name", Name);
        json.WriteString("value", Value);
        json.WriteString("hex", Hex);
    });
}
