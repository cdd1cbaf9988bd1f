namespace Busbar.Modbus.Tests.Frames;

/// <summary>Decodes a PDU of any function and encodes what was decoded: the octets must be the same.</summary>
internal static class PduCopy
{
    public static byte[] Of(byte[] pdu, PduDirection direction)
    {
        byte[] copy = new byte[ModbusLimits.MaxPduLength];
        return copy[..Into(pdu, direction, copy)];
    }

    /// <returns>Octets written; 0 when it was refused.</returns>
    public static int Into(ReadOnlySpan<byte> pdu, PduDirection direction, byte[] copy)
    {
        if (!Pdu.Check(pdu, direction, out _))
            return 0;
        if ((pdu[0] & ExceptionResponse.Mark) != 0)
            return ExceptionResponse.TryDecode(pdu, out ExceptionResponse exception) ? ExceptionResponse.Encode(copy, exception.Function, exception.Code) : 0;
        return direction == PduDirection.Request ? Request(pdu, copy) : Response(pdu, copy);
    }

    private static int Request(ReadOnlySpan<byte> pdu, byte[] copy)
    {
        Span<byte> octets;
        int length;
        switch (pdu[0])
        {
            case <= 4:
                return ReadRequest.TryDecode(pdu, out ReadRequest read) ? ReadRequest.Encode(copy, read.Function, read.Address, read.Quantity) : 0;
            case 7 or 11 or 12 or 17:
                return PlainRequest.TryDecode(pdu, out PlainRequest plain) ? PlainRequest.Encode(copy, plain.Function) : 0;
            case 8:
                return DiagnosticsRequest.TryDecode(pdu, out DiagnosticsRequest test) ? DiagnosticsRequest.Encode(copy, test.SubFunction, test.Data) : 0;
            case 15 or 16:
                if (!WriteMultipleRequest.TryDecode(pdu, out WriteMultipleRequest write))
                    return 0;
                length = WriteMultipleRequest.Encode(copy, write.Function, write.Address, write.Quantity, out octets);
                write.Octets.CopyTo(octets);
                return length;
            case 20:
                if (!ReadFileRecordRequest.TryDecode(pdu, out ReadFileRecordRequest files))
                    return 0;
                FileRecordRange[] groups = new FileRecordRange[files.Count];
                for (int i = 0; i < groups.Length; i++)
                    groups[i] = files[i];
                return ReadFileRecordRequest.Encode(copy, groups);
            case 23:
                if (!ReadWriteRequest.TryDecode(pdu, out ReadWriteRequest both))
                    return 0;
                length = ReadWriteRequest.Encode(copy, both.ReadAddress, both.ReadQuantity, both.WriteAddress, both.WriteQuantity, out octets);
                both.Octets.CopyTo(octets);
                return length;
            case 24:
                return ReadFifoQueueRequest.TryDecode(pdu, out ReadFifoQueueRequest fifo) ? ReadFifoQueueRequest.Encode(copy, fifo.Address) : 0;
            case 43 when pdu[1] == 14:
                return ReadDeviceIdentificationRequest.TryDecode(pdu, out ReadDeviceIdentificationRequest id) ? ReadDeviceIdentificationRequest.Encode(copy, id.Code, id.ObjectId) : 0;
            default:
                return Either(pdu, copy);
        }
    }

    private static int Response(ReadOnlySpan<byte> pdu, byte[] copy)
    {
        Span<byte> octets;
        int length;
        switch (pdu[0])
        {
            case 1 or 2:
                if (!ReadBitsResponse.TryDecode(pdu, out ReadBitsResponse bits))
                    return 0;
                length = ReadBitsResponse.Encode(copy, bits.Function, bits.Octets.Length * 8, out octets);
                bits.Octets.CopyTo(octets);
                return length;
            case 3 or 4 or 23:
                if (!ReadRegistersResponse.TryDecode(pdu, out ReadRegistersResponse registers))
                    return 0;
                length = ReadRegistersResponse.Encode(copy, registers.Function, registers.Count, out octets);
                registers.Octets.CopyTo(octets);
                return length;
            case 7:
                return ExceptionStatusResponse.TryDecode(pdu, out ExceptionStatusResponse status) ? ExceptionStatusResponse.Encode(copy, status.Status) : 0;
            case 8:
                return DiagnosticsResponse.TryDecode(pdu, out DiagnosticsResponse test) ? DiagnosticsResponse.Encode(copy, test.SubFunction, test.Data) : 0;
            case 11:
                return CommEventCounterResponse.TryDecode(pdu, out CommEventCounterResponse counter) ? CommEventCounterResponse.Encode(copy, counter.Status, counter.EventCount) : 0;
            case 12:
                return CommEventLogResponse.TryDecode(pdu, out CommEventLogResponse log)
                    ? CommEventLogResponse.Encode(copy, log.Status, log.EventCount, log.MessageCount, log.Events)
                    : 0;
            case 15 or 16:
                return WriteMultipleResponse.TryDecode(pdu, out WriteMultipleResponse write) ? WriteMultipleResponse.Encode(copy, write.Function, write.Address, write.Quantity) : 0;
            case 17:
                return ServerId(pdu, copy);
            case 20:
                if (!ReadFileRecordResponse.TryDecode(pdu, out ReadFileRecordResponse files))
                    return 0;
                length = ReadFileRecordResponse.Encode(copy);
                foreach (ReadOnlySpan<byte> group in files)
                {
                    Assert.True(ReadFileRecordResponse.TryAdd(copy, ref length, group.Length / 2, out octets));
                    group.CopyTo(octets);
                }

                return length;
            case 24:
                if (!ReadFifoQueueResponse.TryDecode(pdu, out ReadFifoQueueResponse fifo))
                    return 0;
                length = ReadFifoQueueResponse.Encode(copy, fifo.Count, out octets);
                fifo.Octets.CopyTo(octets);
                return length;
            case 43 when pdu[1] == 14:
                return Identification(pdu, copy);
            default:
                return Either(pdu, copy);
        }
    }

    private static int ServerId(ReadOnlySpan<byte> pdu, byte[] copy)
    {
        if (!ServerIdResponse.TryDecode(pdu, out ServerIdResponse response))
            return 0;
        int idLength = response.GuessedIdLength;
        if (response.IsRunning(idLength) is { } running)
            return ServerIdResponse.Encode(copy, response.Id(idLength), running, response.Additional(idLength));
        pdu.CopyTo(copy); // a device that says no run indicator
        return pdu.Length;
    }

    private static int Identification(ReadOnlySpan<byte> pdu, byte[] copy)
    {
        if (!ReadDeviceIdentificationResponse.TryDecode(pdu, out ReadDeviceIdentificationResponse response))
            return 0;
        int length = ReadDeviceIdentificationResponse.Encode(copy, response.Code, response.ConformityLevel);
        if (response.MoreFollows)
            ReadDeviceIdentificationResponse.Continue(copy, response.NextObjectId);
        else
            copy[5] = (byte)response.NextObjectId; // 0 from devices that keep to the rule
        foreach (DeviceObject each in response)
            Assert.True(ReadDeviceIdentificationResponse.TryAdd(copy, ref length, each.Id, each.Value));
        return length;
    }

    /// <summary>Those whose response looks as their request does, and those without rules.</summary>
    private static int Either(ReadOnlySpan<byte> pdu, byte[] copy)
    {
        switch (pdu[0])
        {
            case 5 or 6:
                return WriteSingle.TryDecode(pdu, out WriteSingle write) ? WriteSingle.Encode(copy, write.Function, write.Address, write.Value) : 0;
            case 21:
                if (!WriteFileRecord.TryDecode(pdu, out WriteFileRecord files))
                    return 0;
                int length = WriteFileRecord.Encode(copy);
                foreach (FileRecord record in files)
                {
                    var range = new FileRecordRange(record.File, record.Record, (ushort)(record.Octets.Length / 2));
                    Assert.True(WriteFileRecord.TryAdd(copy, ref length, range, out Span<byte> octets));
                    record.Octets.CopyTo(octets);
                }

                return length;
            case 22:
                return MaskWriteRegister.TryDecode(pdu, out MaskWriteRegister mask) ? MaskWriteRegister.Encode(copy, mask.Address, mask.AndMask, mask.OrMask) : 0;
            case 43:
                return EncapsulatedTransport.TryDecode(pdu, out EncapsulatedTransport transport) ? EncapsulatedTransport.Encode(copy, transport.MeiType, transport.Data) : 0;
            default:
                pdu.CopyTo(copy);
                return pdu.Length;
        }
    }
}
