using System.Text.Json;

namespace Busbar.Modbus.Tests.Frames;

/// <summary>Makes the PDU of a vector from its fields, for the functions beside reads and writes.</summary>
internal static class VectorPdu
{
    public static int Encode(ModbusVector vector, byte[] pdu) => (vector.Function, vector.IsRequest, vector.IsException) switch
    {
        (_, _, true) => ExceptionResponse.Encode(pdu, vector.Function, (ModbusExceptionCode)vector.Number("exception")),
        (_, true, _) when vector.Has("for_exception") => PduCopy.Into(vector.Pdu, vector.Direction, pdu), // says nothing else
        (FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId, true, _) =>
            PlainRequest.Encode(pdu, vector.Function),
        (FunctionCode.ReadExceptionStatus, false, _) => ExceptionStatusResponse.Encode(pdu, (byte)vector.Number("status")),
        (FunctionCode.Diagnostics, _, _) => Diagnostics(vector, pdu),
        (FunctionCode.GetCommEventCounter, false, _) => CommEventCounterResponse.Encode(pdu, vector.Number("status"), vector.Number("event_count")),
        (FunctionCode.GetCommEventLog, false, _) => CommEventLogResponse.Encode(
            pdu, vector.Number("status"), vector.Number("event_count"), vector.Number("message_count"),
            [.. vector.Fields.GetProperty("events").EnumerateArray().Select(each => each.GetByte())]),
        (FunctionCode.ReportServerId, false, _) => ServerIdResponse.Encode(
            pdu, Hex(vector.Fields, "id"), vector.Fields.GetProperty("run").GetBoolean(), vector.Has("additional") ? Hex(vector.Fields, "additional") : []),
        (FunctionCode.ReadFileRecord, true, _) => ReadFileRecordRequest.Encode(pdu, [.. Groups(vector).Select(each => Range(each, each.GetProperty("length").GetUInt16()))]),
        (FunctionCode.ReadFileRecord, false, _) => FileAnswer(vector, pdu),
        (FunctionCode.WriteFileRecord, _, _) => FileWrite(vector, pdu),
        (FunctionCode.MaskWriteRegister, _, _) => MaskWriteRegister.Encode(pdu, vector.Number("address"), vector.Number("and"), vector.Number("or")),
        (FunctionCode.ReadWriteMultipleRegisters, true, _) => ReadWrite(vector, pdu),
        (FunctionCode.ReadWriteMultipleRegisters, false, _) => RegistersAnswer(vector, pdu),
        (FunctionCode.ReadFifoQueue, true, _) => ReadFifoQueueRequest.Encode(pdu, vector.Number("address")),
        (FunctionCode.ReadFifoQueue, false, _) => Fifo(vector, pdu),
        (FunctionCode.EncapsulatedInterfaceTransport, true, _) => ReadDeviceIdentificationRequest.Encode(
            pdu, (ReadDeviceIdCode)vector.Number("code"), (DeviceObjectId)vector.Number("object")),
        _ => Identification(vector, pdu),
    };

    private static int Diagnostics(ModbusVector vector, byte[] pdu)
    {
        var sub = (DiagnosticSubFunction)vector.Number("sub");
        byte[] data = vector.Has("bytes")
            ? Hex(vector.Fields, "bytes")
            : [.. vector.Fields.GetProperty("data").EnumerateArray().Select(each => each.GetUInt16()).SelectMany(each => new[] { (byte)(each >> 8), (byte)each })];
        return vector.IsRequest ? DiagnosticsRequest.Encode(pdu, sub, data) : DiagnosticsResponse.Encode(pdu, sub, data);
    }

    private static int FileAnswer(ModbusVector vector, byte[] pdu)
    {
        int length = ReadFileRecordResponse.Encode(pdu);
        foreach (JsonElement group in Groups(vector))
        {
            byte[] data = Convert.FromHexString(group.GetString()!);
            Assert.True(ReadFileRecordResponse.TryAdd(pdu, ref length, data.Length / 2, out Span<byte> octets));
            data.CopyTo(octets);
        }

        return length;
    }

    private static int FileWrite(ModbusVector vector, byte[] pdu)
    {
        int length = WriteFileRecord.Encode(pdu);
        foreach (JsonElement group in Groups(vector))
        {
            byte[] data = Hex(group, "data");
            Assert.True(WriteFileRecord.TryAdd(pdu, ref length, Range(group, (ushort)(data.Length / 2)), out Span<byte> octets));
            data.CopyTo(octets);
        }

        return length;
    }

    private static int ReadWrite(ModbusVector vector, byte[] pdu)
    {
        ushort[] registers = vector.RegisterValues();
        int length = ReadWriteRequest.Encode(
            pdu, vector.Number("read_address"), vector.Number("read_quantity"), vector.Number("write_address"), (ushort)registers.Length, out Span<byte> octets);
        Registers.Encode(registers, octets);
        return length;
    }

    private static int RegistersAnswer(ModbusVector vector, byte[] pdu)
    {
        ushort[] registers = vector.RegisterValues();
        int length = ReadRegistersResponse.Encode(pdu, vector.Function, registers.Length, out Span<byte> octets);
        Registers.Encode(registers, octets);
        return length;
    }

    private static int Fifo(ModbusVector vector, byte[] pdu)
    {
        ushort[] registers = vector.RegisterValues();
        int length = ReadFifoQueueResponse.Encode(pdu, registers.Length, out Span<byte> octets);
        Registers.Encode(registers, octets);
        return length;
    }

    private static int Identification(ModbusVector vector, byte[] pdu)
    {
        int length = ReadDeviceIdentificationResponse.Encode(pdu, (ReadDeviceIdCode)vector.Number("code"), (byte)vector.Number("conformity"));
        if (vector.Number("more_follows") != 0)
            ReadDeviceIdentificationResponse.Continue(pdu, (DeviceObjectId)vector.Number("next_object"));
        foreach (JsonProperty each in vector.Fields.GetProperty("objects").EnumerateObject())
        {
            var id = (DeviceObjectId)byte.Parse(each.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(ReadDeviceIdentificationResponse.TryAdd(pdu, ref length, id, Convert.FromHexString(each.Value.GetString()!)));
        }

        return length;
    }

    private static JsonElement.ArrayEnumerator Groups(ModbusVector vector) => vector.Fields.GetProperty("groups").EnumerateArray();

    private static FileRecordRange Range(JsonElement group, ushort length) =>
        new(group.GetProperty("file").GetUInt16(), group.GetProperty("record").GetUInt16(), length);

    private static byte[] Hex(JsonElement element, string field) => Convert.FromHexString(element.GetProperty(field).GetString()!);
}
