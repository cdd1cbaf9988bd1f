namespace Busbar.Modbus.Tests.Frames;

/// <summary>The functions beside reads and writes: each vector decodes to its fields, and the fields encode to its octets.</summary>
public sealed class OtherFunctionTests
{
    public static TheoryData<string> Vectors => ModbusVector.OtherNames;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Encode_FieldsOfTheVector_GivesItsOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);
        if (vector.Fields.EnumerateObject().Count() == 2 && vector.Pdu.Length > 1)
            return; // it says nothing but unit and transaction

        byte[] pdu = new byte[ModbusLimits.MaxPduLength];
        int length = VectorPdu.Encode(vector, pdu);

        Assert.Equal(vector.Pdu, pdu[..length]);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_Vector_EncodesToTheSameOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        Assert.True(Pdu.Check(vector.Pdu, vector.Direction, out PduViolation violation), violation.ToString());
        Assert.Equal(default, violation);
        Assert.Equal(vector.Pdu, PduCopy.Of(vector.Pdu, vector.Direction));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Check_OneOctetTooFewOrTooMany_IsRefusedWithinThePdu(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);
        if (Pdu.IsUserDefined(vector.Function) || vector is { Function: FunctionCode.Diagnostics, IsException: false })
            return; // any length but none

        Refuses(vector.Pdu[..^1], vector.Direction);
        Refuses([.. vector.Pdu, 0], vector.Direction);
    }

    [Theory]
    [InlineData(PduDirection.Request, "", 0, "the function code is missing")]
    [InlineData(PduDirection.Request, "00", 0, "the function code of a request must be 1 to 127")]
    [InlineData(PduDirection.Request, "8301", 0, "the function code of a request must be 1 to 127")]
    [InlineData(PduDirection.Response, "00", 0, "the function code of a response must be 1 to 255")]
    [InlineData(PduDirection.Response, "83", 1, "an exception must have 2 octets")]
    [InlineData(PduDirection.Request, "0300", 2, "the PDU must have 5 octets")]
    [InlineData(PduDirection.Request, "03000A007E", 3, "the quantity must be 1 to 125")]
    [InlineData(PduDirection.Request, "01000007D1", 3, "the quantity must be 1 to 2000")]
    [InlineData(PduDirection.Request, "050001FF01", 3, "a coil's value must be FF00 or 0000")]
    [InlineData(PduDirection.Request, "0F000000090101", 5, "the byte count must fit the quantity")]
    [InlineData(PduDirection.Request, "100000000204000100", 5, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Response, "0303000000", 1, "the byte count must be 2 to 250 and even")]
    [InlineData(PduDirection.Response, "0304000000", 1, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Response, "0100", 1, "the byte count must be 1 to 250")]
    [InlineData(PduDirection.Response, "0F00000000", 3, "the quantity must be 1 to 1968")]
    [InlineData(PduDirection.Request, "0700", 1, "the PDU must have 1 octet")]
    [InlineData(PduDirection.Request, "08000000", 4, "the PDU must have the sub-function and at least 2 octets of data")]
    [InlineData(PduDirection.Request, "080001FF01", 3, "the data of a restart must be 0000 or FF00")]
    [InlineData(PduDirection.Request, "0800030A0A", 4, "the low octet of the delimiter must be 00")]
    [InlineData(PduDirection.Request, "08000B0001", 3, "the data of this sub-function must be 0000")]
    [InlineData(PduDirection.Response, "08000B000100", 5, "the data of this sub-function must have 2 octets")]
    [InlineData(PduDirection.Response, "0C05000000000000", 1, "the byte count must be 6 to 70")]
    [InlineData(PduDirection.Response, "0C0700000000000000FF", 1, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Response, "1100", 1, "the byte count must be at least 1")]
    [InlineData(PduDirection.Response, "11022A", 1, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Request, "1400", 1, "the byte count must be 7 to 245 in steps of 7")]
    [InlineData(PduDirection.Request, "1408060001000000010000", 1, "the byte count must be 7 to 245 in steps of 7")]
    [InlineData(PduDirection.Request, "140E06000100000001", 1, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Request, "140705000100000001", 2, "the reference type must be 6")]
    [InlineData(PduDirection.Request, "140706000000000001", 3, "the file number must be 1 to 65535")]
    [InlineData(PduDirection.Request, "140706000127100001", 5, "the record number must be 0 to 9999")]
    [InlineData(PduDirection.Request, "140706000100000000", 7, "the record length must be at least 1")]
    [InlineData(PduDirection.Request, "14070600010000007A", 7, "the records asked for must fit an answer of 245 octets")]
    [InlineData(PduDirection.Response, "140405068234", 2, "a group must end within the byte count")]
    [InlineData(PduDirection.Response, "140402068234", 2, "the length of a group must be odd and at least 3")]
    [InlineData(PduDirection.Response, "140403078234", 3, "the reference type must be 6")]
    [InlineData(PduDirection.Request, "15090600010001000254AA", 7, "a group must end within the byte count")]
    [InlineData(PduDirection.Request, "150A0600010001000154AA00", 11, "a group must have 7 octets and its registers")]
    [InlineData(PduDirection.Request, "16000400F200", 6, "the PDU must have 7 octets")]
    [InlineData(PduDirection.Request, "170003007E000E00010200FF", 3, "the quantity to read must be 1 to 125")]
    [InlineData(PduDirection.Request, "1700030001000E00000200FF", 7, "the quantity to write must be 1 to 121")]
    [InlineData(PduDirection.Request, "1700030001000E00010400FF", 9, "the byte count must fit the quantity to write")]
    [InlineData(PduDirection.Request, "1700030001000E00010200", 9, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Response, "1800420020", 3, "the FIFO count must be 0 to 31")]
    [InlineData(PduDirection.Response, "18000600010001", 1, "the byte count must fit the FIFO count")]
    [InlineData(PduDirection.Response, "180004000100", 1, "the byte count must be that of the octets behind it")]
    [InlineData(PduDirection.Request, "2B", 1, "the MEI type is missing")]
    [InlineData(PduDirection.Request, "2B0E0500", 2, "the read device id code must be 1 to 4")]
    [InlineData(PduDirection.Response, "2B0E0104000000", 3, "the conformity level must be 01 to 03 or 81 to 83")]
    [InlineData(PduDirection.Response, "2B0E0101010000", 4, "more follows must be 00 or FF")]
    [InlineData(PduDirection.Response, "2B0E01010000020001 41", 6, "the number of objects must be that of the objects behind it")]
    [InlineData(PduDirection.Response, "2B0E01010000010002 41", 8, "an object must end within the PDU")]
    [InlineData(PduDirection.Response, "2B0E01010000010001 41 00", 10, "nothing may stand behind the objects")]
    public void Check_RuleBroken_NamesTheOctetAndTheRule(PduDirection direction, string pdu, int offset, string rule)
    {
        Assert.False(Pdu.Check(Convert.FromHexString(pdu.Replace(" ", "", StringComparison.Ordinal)), direction, out PduViolation violation));

        Assert.Equal((offset, rule), (violation.Offset, violation.Rule));
    }

    [Theory]
    [InlineData("140706000000000001", ModbusExceptionCode.IllegalDataAddress)]
    [InlineData("140706000127100001", ModbusExceptionCode.IllegalDataAddress)]
    [InlineData("1400", ModbusExceptionCode.IllegalDataValue)]
    public void Check_FileRecord_SaysWithWhichExceptionItIsRefused(string pdu, ModbusExceptionCode expected)
    {
        Assert.False(Pdu.Check(Convert.FromHexString(pdu), PduDirection.Request, out PduViolation violation));

        Assert.Equal(expected, violation.ExceptionCode);
    }

    [Fact]
    public void Check_MoreThan253Octets_IsRefused()
    {
        byte[] pdu = new byte[254];
        pdu[0] = 100;

        Assert.True(Pdu.Check(pdu.AsSpan(0, 253), PduDirection.Request, out _));
        Assert.False(Pdu.Check(pdu, PduDirection.Request, out PduViolation violation));
        Assert.Equal(253, violation.Offset);
    }

    [Theory]
    [InlineData(0x1234, 0x00F2, 0x0025, 0x0035)] // the bits of the AND mask stay, the others become those of the OR mask
    [InlineData(0x0012, 0x00F2, 0x0025, 0x0017)] // MODBUS Application Protocol V1.1b3 §6.16, the worked example
    [InlineData(0xFFFF, 0x0000, 0xABCD, 0xABCD)]
    [InlineData(0xABCD, 0xFFFF, 0x1111, 0xABCD)]
    public void MaskWriteRegister_AppliesItsMasks(int value, int and, int or, int expected)
    {
        byte[] pdu = new byte[MaskWriteRegister.Length];
        MaskWriteRegister.Encode(pdu, 4, (ushort)and, (ushort)or);

        Assert.True(MaskWriteRegister.TryDecode(pdu, out MaskWriteRegister write));
        Assert.Equal(expected, write.Apply((ushort)value));
    }

    [Theory]
    [InlineData("11022AFF", 1, true, "")]
    [InlineData("110B41434D4520504C43203700", 10, false, "")]
    [InlineData("110AB4FF4C4D42332E312E36", 1, true, "4C4D42332E312E36")]
    [InlineData("1103414243", 3, null, "")]
    public void ServerId_GuessesHowLongTheIdentifierIs(string pdu, int length, bool? running, string additional)
    {
        Assert.True(ServerIdResponse.TryDecode(Convert.FromHexString(pdu), out ServerIdResponse response));

        Assert.Equal(length, response.GuessedIdLength);
        Assert.Equal(running, response.IsRunning(length));
        Assert.Equal(additional, Convert.ToHexString(response.Additional(length)));
    }

    [Fact]
    public void DeviceIdentification_ObjectsThatDoNotFit_GoOnInTheNextAnswer()
    {
        byte[] pdu = new byte[ModbusLimits.MaxPduLength];
        int length = ReadDeviceIdentificationResponse.Encode(pdu, ReadDeviceIdCode.Regular, 0x82);

        Assert.True(ReadDeviceIdentificationResponse.TryAdd(pdu, ref length, DeviceObjectId.VendorName, new byte[200]));
        Assert.False(ReadDeviceIdentificationResponse.TryAdd(pdu, ref length, DeviceObjectId.ProductCode, new byte[43]));
        ReadDeviceIdentificationResponse.Continue(pdu, DeviceObjectId.ProductCode);
        Assert.True(ReadDeviceIdentificationResponse.TryDecode(pdu.AsSpan(0, length), out ReadDeviceIdentificationResponse response));

        Assert.True(response.MoreFollows);
        Assert.Equal(DeviceObjectId.ProductCode, response.NextObjectId);
        Assert.Equal(1, response.Count);
    }

    [Fact]
    public void FileRecords_ThatDoNotFit_AreNotAdded()
    {
        byte[] pdu = new byte[ModbusLimits.MaxPduLength];
        int read = ReadFileRecordResponse.Encode(pdu);
        Assert.True(ReadFileRecordResponse.TryAdd(pdu, ref read, 121, out Span<byte> registers));
        Assert.Equal(242, registers.Length);
        Assert.False(ReadFileRecordResponse.TryAdd(pdu, ref read, 1, out _));
        Assert.True(Pdu.Check(pdu.AsSpan(0, read), PduDirection.Response, out _));

        int write = WriteFileRecord.Encode(pdu);
        Assert.True(WriteFileRecord.TryAdd(pdu, ref write, new FileRecordRange(1, 0, 122), out registers));
        Assert.Equal(244, registers.Length);
        Assert.False(WriteFileRecord.TryAdd(pdu, ref write, new FileRecordRange(1, 0, 1), out _));
        Assert.True(Pdu.Check(pdu.AsSpan(0, write), PduDirection.Request, out _));
    }

    [Fact]
    public void Encode_MoreThanAPduHolds_IsRefusedAtTheCall()
    {
        byte[] pdu = new byte[ModbusLimits.MaxPduLength];

        Assert.Throws<ArgumentOutOfRangeException>(() => CommEventLogResponse.Encode(pdu, 0, 0, 0, new byte[65]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerIdResponse.Encode(pdu, new byte[251], true, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiagnosticsRequest.Encode(pdu, DiagnosticSubFunction.ReturnQueryData, new byte[251]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EncapsulatedTransport.Encode(pdu, MeiType.CanopenGeneralReference, new byte[252]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadFileRecordRequest.Encode(pdu));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadFileRecordRequest.Encode(pdu, new FileRecordRange[36]));
    }

    [Fact]
    public void ExceptionCode_NotNamed_StaysANumber()
    {
        Assert.True(ExceptionResponse.TryDecode([0x83, 0x63], out ExceptionResponse response));

        Assert.Equal((ModbusExceptionCode)0x63, response.Code);
    }

    private static void Refuses(ReadOnlySpan<byte> pdu, PduDirection direction)
    {
        Assert.False(Pdu.Check(pdu, direction, out PduViolation violation));
        Assert.InRange(violation.Offset, 0, pdu.Length);
        Assert.NotNull(violation.Rule);
    }
}
