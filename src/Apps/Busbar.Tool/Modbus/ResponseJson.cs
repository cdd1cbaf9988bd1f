using System.Globalization;
using System.Text.Json;
using Busbar.Modbus;
using static Busbar.Tool.FieldsJson;

namespace Busbar.Tool;

/// <summary>The fields of a response that keeps the rules of its function; those of other functions have none but their PDU.</summary>
internal static class ResponseJson
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> pdu)
    {
        if (TryWriteEcho(json, pdu))
            return;

        switch ((FunctionCode)pdu[0])
        {
            case FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs:
                WriteBits(json, pdu[2..], pdu[1] * 8); // how many were asked for is not said
                break;
            case FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters or FunctionCode.ReadWriteMultipleRegisters:
                WriteRegisters(json, pdu[2..]);
                break;
            case FunctionCode.ReadExceptionStatus:
                json.WriteNumber("status", pdu[1]);
                break;
            case FunctionCode.GetCommEventCounter:
                json.WriteNumber("status", UInt16(pdu, 1));
                json.WriteNumber("event_count", UInt16(pdu, 3));
                break;
            case FunctionCode.GetCommEventLog:
                WriteLog(json, pdu);
                break;
            case FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters:
                json.WriteNumber("address", UInt16(pdu, 1));
                json.WriteNumber("quantity", UInt16(pdu, 3));
                break;
            case FunctionCode.ReportServerId when ServerIdResponse.TryDecode(pdu, out ServerIdResponse response):
                WriteServerId(json, response);
                break;
            case FunctionCode.ReadFileRecord when ReadFileRecordResponse.TryDecode(pdu, out ReadFileRecordResponse response):
                WriteGroups(json, response);
                break;
            case FunctionCode.ReadFifoQueue:
                WriteRegisters(json, pdu[5..]);
                break;
            case FunctionCode.EncapsulatedInterfaceTransport when ReadDeviceIdentificationResponse.TryDecode(pdu, out ReadDeviceIdentificationResponse response):
                WriteIdentification(json, pdu, response);
                break;
            default:
                break;
        }
    }

    private static void WriteLog(Utf8JsonWriter json, ReadOnlySpan<byte> pdu)
    {
        json.WriteNumber("status", UInt16(pdu, 2));
        json.WriteNumber("event_count", UInt16(pdu, 4));
        json.WriteNumber("message_count", UInt16(pdu, 6));
        json.WriteStartArray("events");
        foreach (byte octet in pdu[8..])
            json.WriteNumberValue(octet);
        json.WriteEndArray();
    }

    /// <summary>How long the identifier is, is guessed; without a run indicator all is the identifier.</summary>
    private static void WriteServerId(Utf8JsonWriter json, ServerIdResponse response)
    {
        int length = response.GuessedIdLength;
        WriteHex(json, "id", response.Id(length));
        if (response.IsRunning(length) is { } running)
            json.WriteBoolean("run", running);
        if (response.Additional(length) is { IsEmpty: false } additional)
            WriteHex(json, "additional", additional);
    }

    private static void WriteGroups(Utf8JsonWriter json, ReadFileRecordResponse response)
    {
        json.WriteStartArray("groups");
        foreach (ReadOnlySpan<byte> registers in response)
            json.WriteStringValue(Convert.ToHexStringLower(registers));
        json.WriteEndArray();
    }

    private static void WriteIdentification(Utf8JsonWriter json, ReadOnlySpan<byte> pdu, ReadDeviceIdentificationResponse response)
    {
        json.WriteNumber("mei", pdu[1]);
        json.WriteNumber("code", (int)response.Code);
        json.WriteNumber("conformity", response.ConformityLevel);
        json.WriteNumber("more_follows", pdu[4]);
        json.WriteNumber("next_object", (int)response.NextObjectId);
        json.WriteStartObject("objects");
        foreach (DeviceObject each in response)
            WriteHex(json, ((int)each.Id).ToString(CultureInfo.InvariantCulture), each.Value);
        json.WriteEndObject();
    }
}
