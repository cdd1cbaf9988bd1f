using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>One value of a table at one time, as a line of output.</summary>
internal readonly struct ModbusRow(ModbusTable table, int address, ValueType? type, ReadOnlyMemory<byte> octets, bool bit, RegisterOrder order, DateTimeOffset time)
{
    public int Address => address;

    public string TypeName => type?.Name ?? "bool";

    public string Text => type is null ? (bit ? "1" : "0") : type.Text(octets, order);

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("table", ModbusNames.Of(table));
            json.WriteNumber("address", address);
            json.WriteString("type", TypeName);
            json.WritePropertyName("value");
            if (type is null)
                json.WriteBooleanValue(bit);
            else
                type.WriteJson(json, octets.Span, order);
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
