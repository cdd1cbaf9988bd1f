namespace Busbar.Modbus.Tests.Frames;

/// <summary>Whatever is encoded within its limits keeps the rules and decodes to what it was, in every framing. Seeded.</summary>
public sealed class PduRoundTripTests
{
    private const int Times = 2_000;
    private const int Seed = 20_240_229;

    private readonly Random _random = new(Seed);
    private readonly byte[] _pdu = new byte[ModbusLimits.MaxPduLength];
    private readonly byte[] _adu = new byte[AsciiCodec.MaxAduLength];
    private readonly AsciiCodec _ascii = new();

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(2, 2000)]
    [InlineData(3, 125)]
    [InlineData(4, 125)]
    public void ReadRequests(byte function, int limit) => Each(PduDirection.Request, () =>
    {
        (ushort address, ushort quantity) = (UInt16(), (ushort)_random.Next(1, limit + 1));
        int length = ReadRequest.Encode(_pdu, (FunctionCode)function, address, quantity);

        Assert.True(ReadRequest.TryDecode(_pdu.AsSpan(0, length), out ReadRequest request));
        Assert.Equal(((FunctionCode)function, address, quantity), (request.Function, request.Address, request.Quantity));
        return length;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ReadBitsResponses(byte function) => Each(PduDirection.Response, () =>
    {
        bool[] bits = [.. Enumerable.Range(0, _random.Next(1, 2001)).Select(_ => _random.Next(2) == 0)];
        int length = ReadBitsResponse.Encode(_pdu, (FunctionCode)function, bits.Length, out Span<byte> octets);
        PackedBits.Pack(bits, octets);

        Assert.True(ReadBitsResponse.TryDecode(_pdu.AsSpan(0, length), out ReadBitsResponse response));
        bool[] decoded = new bool[bits.Length];
        response.CopyTo(decoded);
        Assert.Equal(bits, decoded);
        return length;
    });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(23)]
    public void ReadRegistersResponses(byte function) => Each(PduDirection.Response, () =>
    {
        int length = ReadRegistersResponse.Encode(_pdu, (FunctionCode)function, _random.Next(1, 126), out Span<byte> octets);
        byte[] expected = Fill(octets);

        Assert.True(ReadRegistersResponse.TryDecode(_pdu.AsSpan(0, length), out ReadRegistersResponse response));
        Assert.Equal(expected, response.Octets.ToArray());
        return length;
    });

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void WriteSingles(byte function) => Each(PduDirection.Request, () =>
    {
        (ushort address, ushort value) = (UInt16(), function == 6 ? UInt16() : _random.Next(2) == 0 ? WriteSingle.On : (ushort)0);
        int length = WriteSingle.Encode(_pdu, (FunctionCode)function, address, value);

        Assert.True(WriteSingle.TryDecode(_pdu.AsSpan(0, length), out WriteSingle write));
        Assert.Equal((address, value), (write.Address, write.Value));
        return length;
    });

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(17)]
    public void PlainRequests(byte function) => Each(PduDirection.Request, () =>
    {
        int length = PlainRequest.Encode(_pdu, (FunctionCode)function);

        Assert.True(PlainRequest.TryDecode(_pdu.AsSpan(0, length), out PlainRequest request));
        Assert.Equal((FunctionCode)function, request.Function);
        return length;
    });

    [Fact]
    public void ExceptionStatuses() => Each(PduDirection.Response, () =>
    {
        byte status = (byte)_random.Next(256);
        int length = ExceptionStatusResponse.Encode(_pdu, status);

        Assert.True(ExceptionStatusResponse.TryDecode(_pdu.AsSpan(0, length), out ExceptionStatusResponse response));
        Assert.Equal(status, response.Status);
        return length;
    });

    [Fact]
    public void DiagnosticsQueries() => Each(PduDirection.Request, () =>
    {
        byte[] data = Octets(2, 250);
        int length = DiagnosticsRequest.Encode(_pdu, DiagnosticSubFunction.ReturnQueryData, data);

        Assert.True(DiagnosticsRequest.TryDecode(_pdu.AsSpan(0, length), out DiagnosticsRequest request));
        Assert.Equal(DiagnosticSubFunction.ReturnQueryData, request.SubFunction);
        Assert.Equal(data, request.Data.ToArray());
        return length;
    });

    [Fact]
    public void DiagnosticsCounters() => Each(PduDirection.Response, () =>
    {
        (DiagnosticSubFunction sub, ushort value) = ((DiagnosticSubFunction)_random.Next(10, 22), UInt16());
        int length = DiagnosticsResponse.Encode(_pdu, sub, value);

        Assert.True(DiagnosticsResponse.TryDecode(_pdu.AsSpan(0, length), out DiagnosticsResponse response));
        Assert.Equal((sub, value), (response.SubFunction, response.Value));
        return length;
    });

    [Fact]
    public void CommEventCounters() => Each(PduDirection.Response, () =>
    {
        (ushort status, ushort events) = (UInt16(), UInt16());
        int length = CommEventCounterResponse.Encode(_pdu, status, events);

        Assert.True(CommEventCounterResponse.TryDecode(_pdu.AsSpan(0, length), out CommEventCounterResponse response));
        Assert.Equal((status, events), (response.Status, response.EventCount));
        return length;
    });

    [Fact]
    public void CommEventLogs() => Each(PduDirection.Response, () =>
    {
        (ushort status, ushort count, ushort messages, byte[] events) = (UInt16(), UInt16(), UInt16(), Octets(0, 64));
        int length = CommEventLogResponse.Encode(_pdu, status, count, messages, events);

        Assert.True(CommEventLogResponse.TryDecode(_pdu.AsSpan(0, length), out CommEventLogResponse response));
        Assert.Equal((status, count, messages), (response.Status, response.EventCount, response.MessageCount));
        Assert.Equal(events, response.Events.ToArray());
        return length;
    });

    [Theory]
    [InlineData(15, 1968)]
    [InlineData(16, 123)]
    public void WriteMultiples(byte function, int limit) => Each(PduDirection.Request, () =>
    {
        (ushort address, ushort quantity) = (UInt16(), (ushort)_random.Next(1, limit + 1));
        int length = WriteMultipleRequest.Encode(_pdu, (FunctionCode)function, address, quantity, out Span<byte> octets);
        byte[] expected = Fill(octets);

        Assert.True(WriteMultipleRequest.TryDecode(_pdu.AsSpan(0, length), out WriteMultipleRequest request));
        Assert.Equal((address, quantity), (request.Address, request.Quantity));
        Assert.Equal(expected, request.Octets.ToArray());
        return length;
    });

    [Theory]
    [InlineData(15, 1968)]
    [InlineData(16, 123)]
    public void WriteMultipleResponses(byte function, int limit) => Each(PduDirection.Response, () =>
    {
        (ushort address, ushort quantity) = (UInt16(), (ushort)_random.Next(1, limit + 1));
        int length = WriteMultipleResponse.Encode(_pdu, (FunctionCode)function, address, quantity);

        Assert.True(WriteMultipleResponse.TryDecode(_pdu.AsSpan(0, length), out WriteMultipleResponse response));
        Assert.Equal((address, quantity), (response.Address, response.Quantity));
        return length;
    });

    [Fact]
    public void ServerIds() => Each(PduDirection.Response, () =>
    {
        (byte[] id, bool running, byte[] additional) = (Octets(1, 100), _random.Next(2) == 0, Octets(0, 100));
        int length = ServerIdResponse.Encode(_pdu, id, running, additional);

        Assert.True(ServerIdResponse.TryDecode(_pdu.AsSpan(0, length), out ServerIdResponse response));
        Assert.Equal(id, response.Id(id.Length).ToArray());
        Assert.Equal(running, response.IsRunning(id.Length));
        Assert.Equal(additional, response.Additional(id.Length).ToArray());
        return length;
    });

    [Fact]
    public void FileReads() => Each(PduDirection.Request, () =>
    {
        FileRecordRange[] groups = [.. Enumerable.Range(0, _random.Next(1, 36)).Select(_ => Range((ushort)_random.Next(1, 3)))];
        int length = ReadFileRecordRequest.Encode(_pdu, groups);

        Assert.True(ReadFileRecordRequest.TryDecode(_pdu.AsSpan(0, length), out ReadFileRecordRequest request));
        Assert.Equal(groups.Length, request.Count);
        for (int i = 0; i < groups.Length; i++)
            Assert.Equal(groups[i], request[i]);
        return length;
    });

    [Fact]
    public void FileReadResponses() => Each(PduDirection.Response, () =>
    {
        var groups = new List<byte[]>();
        int length = ReadFileRecordResponse.Encode(_pdu);
        while (ReadFileRecordResponse.TryAdd(_pdu, ref length, _random.Next(1, 60), out Span<byte> octets) && (groups.Count == 0 || _random.Next(4) > 0))
            groups.Add(Fill(octets));

        if (!ReadFileRecordResponse.TryDecode(_pdu.AsSpan(0, length), out ReadFileRecordResponse response))
            Assert.Fail("refused");
        int i = 0;
        foreach (ReadOnlySpan<byte> group in response)
        {
            if (i < groups.Count) // the last may have been added and not noted
                Assert.Equal(groups[i], group.ToArray());
            i++;
        }

        Assert.InRange(i, groups.Count, groups.Count + 1);
        return length;
    });

    [Fact]
    public void FileWrites() => Each(PduDirection.Request, () =>
    {
        var groups = new List<(FileRecordRange, byte[])>();
        int length = WriteFileRecord.Encode(_pdu);
        do
        {
            FileRecordRange range = Range((ushort)_random.Next(1, 40));
            if (!WriteFileRecord.TryAdd(_pdu, ref length, range, out Span<byte> octets))
                break;
            groups.Add((range, Fill(octets)));
        }
        while (_random.Next(4) > 0);

        Assert.True(WriteFileRecord.TryDecode(_pdu.AsSpan(0, length), out WriteFileRecord write));
        int i = 0;
        foreach (FileRecord record in write)
        {
            (FileRecordRange range, byte[] octets) = groups[i++];
            Assert.Equal((range.File, range.Record), (record.File, record.Record));
            Assert.Equal(octets, record.Octets.ToArray());
        }

        Assert.Equal(groups.Count, i);
        return length;
    });

    [Fact]
    public void MaskWrites() => Each(PduDirection.Request, () =>
    {
        (ushort address, ushort and, ushort or) = (UInt16(), UInt16(), UInt16());
        int length = MaskWriteRegister.Encode(_pdu, address, and, or);

        Assert.True(MaskWriteRegister.TryDecode(_pdu.AsSpan(0, length), out MaskWriteRegister write));
        Assert.Equal((address, and, or), (write.Address, write.AndMask, write.OrMask));
        return length;
    });

    [Fact]
    public void ReadWrites() => Each(PduDirection.Request, () =>
    {
        (ushort readAddress, ushort read, ushort writeAddress, ushort write) = (UInt16(), (ushort)_random.Next(1, 126), UInt16(), (ushort)_random.Next(1, 122));
        int length = ReadWriteRequest.Encode(_pdu, readAddress, read, writeAddress, write, out Span<byte> octets);
        byte[] expected = Fill(octets);

        Assert.True(ReadWriteRequest.TryDecode(_pdu.AsSpan(0, length), out ReadWriteRequest request));
        Assert.Equal((readAddress, read, writeAddress, write), (request.ReadAddress, request.ReadQuantity, request.WriteAddress, request.WriteQuantity));
        Assert.Equal(expected, request.Octets.ToArray());
        return length;
    });

    [Fact]
    public void FifoRequests() => Each(PduDirection.Request, () =>
    {
        ushort address = UInt16();
        int length = ReadFifoQueueRequest.Encode(_pdu, address);

        Assert.True(ReadFifoQueueRequest.TryDecode(_pdu.AsSpan(0, length), out ReadFifoQueueRequest request));
        Assert.Equal(address, request.Address);
        return length;
    });

    [Fact]
    public void FifoResponses() => Each(PduDirection.Response, () =>
    {
        int length = ReadFifoQueueResponse.Encode(_pdu, _random.Next(32), out Span<byte> octets);
        byte[] expected = Fill(octets);

        Assert.True(ReadFifoQueueResponse.TryDecode(_pdu.AsSpan(0, length), out ReadFifoQueueResponse response));
        Assert.Equal(expected, response.Octets.ToArray());
        ushort[] registers = new ushort[response.Count];
        response.CopyTo(registers);
        for (int i = 0; i < registers.Length; i++)
            Assert.Equal(registers[i], response[i]);
        return length;
    });

    [Theory]
    [InlineData(PduDirection.Request)]
    [InlineData(PduDirection.Response)]
    public void CanopenReferences(PduDirection direction) => Each(direction, () =>
    {
        byte[] data = Octets(0, 251);
        int length = EncapsulatedTransport.Encode(_pdu, MeiType.CanopenGeneralReference, data);

        Assert.True(EncapsulatedTransport.TryDecode(_pdu.AsSpan(0, length), out EncapsulatedTransport transport));
        Assert.Equal(MeiType.CanopenGeneralReference, transport.MeiType);
        Assert.Equal(data, transport.Data.ToArray());
        return length;
    });

    [Fact]
    public void IdentificationRequests() => Each(PduDirection.Request, () =>
    {
        (ReadDeviceIdCode code, DeviceObjectId id) = ((ReadDeviceIdCode)_random.Next(1, 5), (DeviceObjectId)_random.Next(256));
        int length = ReadDeviceIdentificationRequest.Encode(_pdu, code, id);

        Assert.True(ReadDeviceIdentificationRequest.TryDecode(_pdu.AsSpan(0, length), out ReadDeviceIdentificationRequest request));
        Assert.Equal((code, id), (request.Code, request.ObjectId));
        return length;
    });

    [Fact]
    public void IdentificationResponses() => Each(PduDirection.Response, () =>
    {
        var objects = new List<(DeviceObjectId, byte[])>();
        (ReadDeviceIdCode code, byte conformity) = ((ReadDeviceIdCode)_random.Next(1, 5), (byte)(_random.Next(1, 4) | (_random.Next(2) * ReadDeviceIdentificationResponse.IndividualAccess)));
        int length = ReadDeviceIdentificationResponse.Encode(_pdu, code, conformity);
        do
        {
            (DeviceObjectId id, byte[] value) = ((DeviceObjectId)_random.Next(256), Octets(0, 80));
            if (!ReadDeviceIdentificationResponse.TryAdd(_pdu, ref length, id, value))
            {
                ReadDeviceIdentificationResponse.Continue(_pdu, id);
                break;
            }

            objects.Add((id, value));
        }
        while (_random.Next(8) > 0);

        Assert.True(ReadDeviceIdentificationResponse.TryDecode(_pdu.AsSpan(0, length), out ReadDeviceIdentificationResponse response));
        Assert.Equal((code, conformity, objects.Count), (response.Code, response.ConformityLevel, response.Count));
        int i = 0;
        foreach (DeviceObject each in response)
        {
            Assert.Equal(objects[i].Item1, each.Id);
            Assert.Equal(objects[i++].Item2, each.Value.ToArray());
        }

        Assert.Equal(objects.Count, i);
        return length;
    });

    [Fact]
    public void Exceptions() => Each(PduDirection.Response, () =>
    {
        (FunctionCode function, ModbusExceptionCode code) = ((FunctionCode)_random.Next(1, 128), (ModbusExceptionCode)_random.Next(256));
        int length = ExceptionResponse.Encode(_pdu, function, code);

        Assert.True(ExceptionResponse.TryDecode(_pdu.AsSpan(0, length), out ExceptionResponse response));
        Assert.Equal((function, code), (response.Function, response.Code));
        return length;
    });

    [Fact]
    public void UserDefined() => Each(PduDirection.Request, () =>
    {
        byte[] data = Octets(0, 252);
        _pdu[0] = (byte)(_random.Next(2) == 0 ? _random.Next(65, 73) : _random.Next(100, 111));
        data.CopyTo(_pdu, 1);

        Assert.True(Pdu.IsUserDefined((FunctionCode)_pdu[0]));
        return 1 + data.Length;
    });

    private void Each(PduDirection direction, Func<int> roundTrip)
    {
        for (int i = 0; i < Times; i++)
        {
            Array.Fill(_pdu, (byte)0xEE);
            byte[] pdu = _pdu[..roundTrip()];
            Assert.True(Pdu.Check(pdu, direction, out PduViolation violation), $"{Convert.ToHexString(pdu)}: {violation}");
            (byte unit, ushort transaction) = ((byte)_random.Next(248), UInt16());

            Assert.Equal(MbapCodec.HeaderLength + pdu.Length, MbapCodec.Encode(_adu, transaction, unit, pdu));
            default(MbapCodec).Decode(_adu.AsSpan(0, MbapCodec.HeaderLength + pdu.Length), out ModbusFrame frame);
            Assert.Equal((transaction, unit), (frame.TransactionId, frame.Unit));
            Assert.Equal(pdu, frame.Pdu.ToArray());

            new RtuCodec(direction).AtSilence.Decode(_adu.AsSpan(0, RtuCodec.Encode(_adu, unit, pdu)), out frame);
            Assert.Equal(unit, frame.Unit);
            Assert.Equal(pdu, frame.Pdu.ToArray());

            _ascii.Decode(_adu.AsSpan(0, AsciiCodec.Encode(_adu, unit, pdu)), out frame);
            Assert.Equal(unit, frame.Unit);
            Assert.Equal(pdu, frame.Pdu.ToArray());
        }
    }

    private ushort UInt16() => (ushort)_random.Next(65_536);

    private FileRecordRange Range(ushort length) => new((ushort)_random.Next(1, 65_536), (ushort)_random.Next(10_000), length);

    private byte[] Octets(int atLeast, int atMost)
    {
        byte[] octets = new byte[_random.Next(atLeast, atMost + 1)];
        _random.NextBytes(octets);
        return octets;
    }

    private byte[] Fill(Span<byte> octets)
    {
        _random.NextBytes(octets);
        return octets.ToArray();
    }
}
