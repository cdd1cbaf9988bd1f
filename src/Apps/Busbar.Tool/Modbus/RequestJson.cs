using System.Text.Json;
using Busbar.Modbus;
using static Busbar.Tool.FieldsJson;

namespace Busbar.Tool;

/// <summary>The fields of a request that keeps the rules of its function; those of other functions have none but their PDU.</summary>
internal static class RequestJson
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> pdu)
    {
        if (TryWriteEcho(json, pdu))
            return;

        switch ((FunctionCode)pdu[0])
        {
            case >= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters:
                json.WriteNumber("address", UInt16(pdu, 1));
                json.WriteNumber("quantity", UInt16(pdu, 3));
                break;
            case FunctionCode.WriteMultipleCoils:
                json.WriteNumber("address", UInt16(pdu, 1));
                WriteBits(json, pdu[6..], UInt16(pdu, 3));
                break;
            case FunctionCode.WriteMultipleRegisters:
                json.WriteNumber("address", UInt16(pdu, 1));
                WriteRegisters(json, pdu[6..]);
                break;
            case FunctionCode.ReadFileRecord when ReadFileRecordRequest.TryDecode(pdu, out ReadFileRecordRequest request):
                WriteGroups(json, request);
                break;
            case FunctionCode.ReadWriteMultipleRegisters:
                json.WriteNumber("read_address", UInt16(pdu, 1));
                json.WriteNumber("read_quantity", UInt16(pdu, 3));
                json.WriteNumber("write_address", UInt16(pdu, 5));
                WriteRegisters(json, pdu[10..]);
                break;
            case FunctionCode.ReadFifoQueue:
                json.WriteNumber("address", UInt16(pdu, 1));
                break;
            case FunctionCode.EncapsulatedInterfaceTransport:
                json.WriteNumber("mei", pdu[1]);
                json.WriteNumber("code", pdu[2]);
                json.WriteNumber("object", pdu[3]);
                break;
            default:
                break;
        }
    }

    private static void WriteGroups(Utf8JsonWriter json, ReadFileRecordRequest request)
    {
        json.WriteStartArray("groups");
        for (int i = 0; i < request.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("file", request[i].File);
            json.WriteNumber("record", request[i].Record);
            json.WriteNumber("length", request[i].Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
