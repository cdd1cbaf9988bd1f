using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>A PDU from the fields that decoded frames have. Numbers that no device would take are written all the same: who tests devices needs them.</summary>
internal static class PduBuilder
{
    /// <exception cref="AbsentFieldException">A field is missing.</exception>
    /// <exception cref="UsageException">A field is no such thing.</exception>
    /// <exception cref="ArgumentException">The fields are more than a PDU holds.</exception>
    public static byte[] Build(FunctionCode function, PduDirection direction, PduFields fields)
    {
        byte[] pdu = new byte[ModbusLimits.MaxPduLength];
        int length = fields.Has("exception")
            ? ExceptionResponse.Encode(pdu, function, (ModbusExceptionCode)fields.Octet("exception"))
            : Echoed(pdu, function, fields) ?? (direction == PduDirection.Request ? Request(pdu, function, fields) : Response(pdu, function, fields));
        return pdu[..length];
    }

    /// <summary>Functions whose response looks as their request does.</summary>
    private static int? Echoed(byte[] pdu, FunctionCode function, PduFields fields) => function switch
    {
        FunctionCode.WriteSingleCoil => WriteSingle.Encode(pdu, function, fields.UInt16("address"), CoilValue(fields)),
        FunctionCode.WriteSingleRegister => WriteSingle.Encode(pdu, function, fields.UInt16("address"), fields.UInt16("value")),
        FunctionCode.Diagnostics => DiagnosticsRequest.Encode(
            pdu, (DiagnosticSubFunction)fields.UInt16("sub"), fields.Has("bytes") ? fields.Hex("bytes") : Octets(fields.Numbers("data"))),
        FunctionCode.WriteFileRecord => Records(pdu, fields),
        FunctionCode.MaskWriteRegister => MaskWriteRegister.Encode(pdu, fields.UInt16("address"), fields.UInt16("and"), fields.UInt16("or")),
        FunctionCode.EncapsulatedInterfaceTransport when fields.UInt16("mei") != (int)MeiType.ReadDeviceIdentification =>
            EncapsulatedTransport.Encode(pdu, (MeiType)fields.Octet("mei"), fields.Hex("data")),
        _ => null,
    };

    private static int Request(byte[] pdu, FunctionCode function, PduFields fields) => function switch
    {
        >= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters => ReadRequest.Encode(pdu, function, fields.UInt16("address"), fields.UInt16("quantity")),
        FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId => PlainRequest.Encode(pdu, function),
        FunctionCode.WriteMultipleCoils => WriteCoils(pdu, fields),
        FunctionCode.WriteMultipleRegisters => WriteRegisters(pdu, fields),
        FunctionCode.ReadFileRecord => ReadFileRecordRequest.Encode(pdu, [.. fields.Array("groups").Select(group => Range(new PduFields(group), null))]),
        FunctionCode.ReadWriteMultipleRegisters => ReadWrite(pdu, fields),
        FunctionCode.ReadFifoQueue => ReadFifoQueueRequest.Encode(pdu, fields.UInt16("address")),
        FunctionCode.EncapsulatedInterfaceTransport =>
            ReadDeviceIdentificationRequest.Encode(pdu, (ReadDeviceIdCode)fields.Octet("code"), (DeviceObjectId)fields.Octet("object")),
        _ => throw new AbsentFieldException("pdu"),
    };

    private static int Response(byte[] pdu, FunctionCode function, PduFields fields) => function switch
    {
        FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs => ReadBits(pdu, function, fields.Bits("bits")),
        FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters or FunctionCode.ReadWriteMultipleRegisters => ReadRegisters(pdu, function, fields.Numbers("registers")),
        FunctionCode.ReadExceptionStatus => ExceptionStatusResponse.Encode(pdu, fields.Octet("status")),
        FunctionCode.GetCommEventCounter => CommEventCounterResponse.Encode(pdu, fields.UInt16("status"), fields.UInt16("event_count")),
        FunctionCode.GetCommEventLog => CommEventLogResponse.Encode(
            pdu, fields.UInt16("status"), fields.UInt16("event_count"), fields.UInt16("message_count"), Events(fields)),
        FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters => WriteMultipleResponse.Encode(pdu, function, fields.UInt16("address"), fields.UInt16("quantity")),
        FunctionCode.ReportServerId => ServerIdResponse.Encode(
            pdu, fields.Hex("id"), fields.Boolean("run"), fields.Has("additional") ? fields.Hex("additional") : []),
        FunctionCode.ReadFileRecord => FileAnswer(pdu, fields),
        FunctionCode.ReadFifoQueue => Fifo(pdu, fields.Numbers("registers")),
        FunctionCode.EncapsulatedInterfaceTransport => Identification(pdu, fields),
        _ => throw new AbsentFieldException("pdu"),
    };

    private static ushort CoilValue(PduFields fields) =>
        fields.Get("value").ValueKind == JsonValueKind.Number ? fields.UInt16("value") : fields.Boolean("value") ? WriteSingle.On : (ushort)0;

    private static int WriteCoils(byte[] pdu, PduFields fields)
    {
        bool[] bits = fields.Bits("bits");
        CheckCount("bits", bits.Length, ModbusLimits.MaxWriteCoils);
        int length = WriteMultipleRequest.Encode(pdu, FunctionCode.WriteMultipleCoils, fields.UInt16("address"), (ushort)bits.Length, out Span<byte> octets);
        Pack(bits, octets);
        return length;
    }

    private static int WriteRegisters(byte[] pdu, PduFields fields)
    {
        ushort[] registers = fields.Numbers("registers");
        CheckCount("registers", registers.Length, ModbusLimits.MaxWriteRegisters);
        int length = WriteMultipleRequest.Encode(pdu, FunctionCode.WriteMultipleRegisters, fields.UInt16("address"), (ushort)registers.Length, out Span<byte> octets);
        Octets(registers).CopyTo(octets);
        return length;
    }

    private static int ReadWrite(byte[] pdu, PduFields fields)
    {
        ushort[] registers = fields.Numbers("registers");
        CheckCount("registers", registers.Length, ModbusLimits.MaxReadWriteRegisters);
        int length = ReadWriteRequest.Encode(
            pdu, fields.UInt16("read_address"), fields.UInt16("read_quantity"), fields.UInt16("write_address"), (ushort)registers.Length, out Span<byte> octets);
        Octets(registers).CopyTo(octets);
        return length;
    }

    private static int ReadBits(byte[] pdu, FunctionCode function, bool[] bits)
    {
        CheckCount("bits", bits.Length, ModbusLimits.MaxReadBits);
        int length = ReadBitsResponse.Encode(pdu, function, bits.Length, out Span<byte> octets);
        Pack(bits, octets);
        return length;
    }

    private static int ReadRegisters(byte[] pdu, FunctionCode function, ushort[] registers)
    {
        CheckCount("registers", registers.Length, ModbusLimits.MaxReadRegisters);
        int length = ReadRegistersResponse.Encode(pdu, function, registers.Length, out Span<byte> octets);
        Octets(registers).CopyTo(octets);
        return length;
    }

    private static int Fifo(byte[] pdu, ushort[] registers)
    {
        CheckCount("registers", registers.Length, ModbusLimits.MaxFifoRegisters);
        int length = ReadFifoQueueResponse.Encode(pdu, registers.Length, out Span<byte> octets);
        Octets(registers).CopyTo(octets);
        return length;
    }

    private static byte[] Events(PduFields fields) =>
        [.. fields.Numbers("events").Select(each => each <= 255 ? (byte)each : throw new UsageException($"'events' must be numbers from 0 to 255, not {each}."))];

    private static int Records(byte[] pdu, PduFields fields)
    {
        int length = WriteFileRecord.Encode(pdu);
        foreach (JsonElement group in fields.Array("groups"))
        {
            var record = new PduFields(group);
            byte[] data = PduFields.Registers("data", record.Get("data"));
            if (!WriteFileRecord.TryAdd(pdu, ref length, Range(record, data.Length / 2), out Span<byte> octets))
                throw TooLong("groups");
            data.CopyTo(octets);
        }

        return length;
    }

    private static int FileAnswer(byte[] pdu, PduFields fields)
    {
        int length = ReadFileRecordResponse.Encode(pdu);
        foreach (JsonElement group in fields.Array("groups"))
        {
            byte[] data = PduFields.Registers("groups", group);
            if (!ReadFileRecordResponse.TryAdd(pdu, ref length, data.Length / 2, out Span<byte> octets))
                throw TooLong("groups");
            data.CopyTo(octets);
        }

        return length;
    }

    private static int Identification(byte[] pdu, PduFields fields)
    {
        int length = ReadDeviceIdentificationResponse.Encode(pdu, (ReadDeviceIdCode)fields.Octet("code"), fields.Octet("conformity"));
        if (fields.Octet("more_follows") != 0)
            ReadDeviceIdentificationResponse.Continue(pdu, (DeviceObjectId)fields.Octet("next_object"));
        if (fields.Get("objects") is not { ValueKind: JsonValueKind.Object } objects)
            throw new UsageException("'objects' must be an object.");
        foreach (JsonProperty each in objects.EnumerateObject())
        {
            if (!byte.TryParse(each.Name, NumberStyles.None, CultureInfo.InvariantCulture, out byte id))
                throw new UsageException($"'objects' must have numbers from 0 to 255 for names, not '{each.Name}'.");
            if (!ReadDeviceIdentificationResponse.TryAdd(pdu, ref length, (DeviceObjectId)id, PduFields.Hex("objects", each.Value)))
                throw TooLong("objects");
        }

        return length;
    }

    private static FileRecordRange Range(PduFields group, int? length) =>
        new(group.UInt16("file"), group.UInt16("record"), length is { } known ? (ushort)known : group.UInt16("length"));

    private static byte[] Octets(ushort[] registers)
    {
        byte[] octets = new byte[registers.Length * 2];
        for (int i = 0; i < registers.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(i * 2), registers[i]);
        return octets;
    }

    private static void Pack(bool[] bits, Span<byte> octets)
    {
        octets.Clear();
        for (int i = 0; i < bits.Length; i++)
            octets[i >> 3] |= (byte)(bits[i] ? 1 << (i & 7) : 0);
    }

    private static void CheckCount(string name, int count, int limit)
    {
        if (count > limit)
            throw new UsageException($"'{name}' must be at most {limit}; these are {count}.");
    }

    private static UsageException TooLong(string name) => new($"'{name}' do not fit one PDU.");
}
