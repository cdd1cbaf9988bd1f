using System.Buffers.Binary;
using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>The kinds of fields that requests and responses share.</summary>
internal static class FieldsJson
{
    public static ushort UInt16(ReadOnlySpan<byte> pdu, int offset) => BinaryPrimitives.ReadUInt16BigEndian(pdu[offset..]);

    public static void WriteRegisters(Utf8JsonWriter json, ReadOnlySpan<byte> octets)
    {
        json.WriteStartArray("registers");
        for (int i = 0; i < octets.Length; i += 2)
            json.WriteNumberValue(UInt16(octets, i));
        json.WriteEndArray();
    }

    /// <summary>Bits as a text of 0 and 1, the lowest address first.</summary>
    public static void WriteBits(Utf8JsonWriter json, ReadOnlySpan<byte> octets, int count)
    {
        Span<char> bits = stackalloc char[ModbusLimits.MaxReadBits];
        for (int i = 0; i < count; i++)
            bits[i] = (octets[i >> 3] & (1 << (i & 7))) == 0 ? '0' : '1';
        json.WriteNumber("quantity", count);
        json.WriteString("bits", bits[..count]);
    }

    public static void WriteHex(Utf8JsonWriter json, string name, ReadOnlySpan<byte> octets) => json.WriteString(name, Convert.ToHexStringLower(octets));

    /// <summary>Functions whose response looks as their request does.</summary>
    /// <returns>False when it is none of them.</returns>
    public static bool TryWriteEcho(Utf8JsonWriter json, ReadOnlySpan<byte> pdu)
    {
        switch ((FunctionCode)pdu[0])
        {
            case FunctionCode.WriteSingleCoil:
                json.WriteNumber("address", UInt16(pdu, 1));
                json.WriteBoolean("value", UInt16(pdu, 3) == WriteSingle.On);
                return true;
            case FunctionCode.WriteSingleRegister:
                json.WriteNumber("address", UInt16(pdu, 1));
                json.WriteNumber("value", UInt16(pdu, 3));
                return true;
            case FunctionCode.Diagnostics:
                WriteDiagnostics(json, pdu);
                return true;
            case FunctionCode.WriteFileRecord when WriteFileRecord.TryDecode(pdu, out WriteFileRecord write):
                WriteRecords(json, write);
                return true;
            case FunctionCode.MaskWriteRegister:
                json.WriteNumber("address", UInt16(pdu, 1));
                json.WriteNumber("and", UInt16(pdu, 3));
                json.WriteNumber("or", UInt16(pdu, 5));
                return true;
            case FunctionCode.EncapsulatedInterfaceTransport when pdu[1] != (byte)MeiType.ReadDeviceIdentification:
                json.WriteNumber("mei", pdu[1]);
                WriteHex(json, "data", pdu[2..]);
                return true;
            default:
                return false;
        }
    }

    private static void WriteDiagnostics(Utf8JsonWriter json, ReadOnlySpan<byte> pdu)
    {
        json.WriteNumber("sub", UInt16(pdu, 1));
        if (pdu.Length != 5)
        {
            WriteHex(json, "bytes", pdu[3..]);
            return;
        }

        json.WriteStartArray("data");
        json.WriteNumberValue(UInt16(pdu, 3));
        json.WriteEndArray();
    }

    private static void WriteRecords(Utf8JsonWriter json, WriteFileRecord write)
    {
        json.WriteStartArray("groups");
        foreach (FileRecord record in write)
        {
            json.WriteStartObject();
            json.WriteNumber("file", record.File);
            json.WriteNumber("record", record.Record);
            WriteHex(json, "data", record.Octets);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
