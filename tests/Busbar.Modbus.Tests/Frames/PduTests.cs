using System.Globalization;
using System.Text.Json;

namespace Busbar.Modbus.Tests.Frames;

public sealed class PduTests
{
    public static TheoryData<string> Vectors => ModbusVector.Names;

    public static TheoryData<string> RefusedVectors => ModbusVector.RefusedNames;

    public static TheoryData<string> TypedVectors => ModbusVector.TypedNames;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_Vector_GivesItsFields_AndEncodesToTheSameOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        byte[] encoded = Reencode(vector);

        Assert.Equal(vector.Pdu, encoded);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_OneOctetTooFewOrTooMany_IsRefused(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        Assert.False(Decodes(vector, vector.Pdu[..^1]));
        Assert.False(Decodes(vector, [.. vector.Pdu, 0]));
        Assert.False(Decodes(vector, []));
    }

    [Theory]
    [MemberData(nameof(RefusedVectors))]
    public void Decode_VectorThatAServerAnsweredWithIllegalDataValue_IsRefused(string name) =>
        Assert.False(ReadRequest.TryDecode(ModbusVector.Named(name).Pdu, out _));

    [Theory]
    [InlineData("0100000000")] // quantity 0
    [InlineData("01000007D1")] // 2001 coils
    [InlineData("03000A0000")]
    [InlineData("03000A007E")] // 126 registers
    [InlineData("04000A007E")]
    [InlineData("0700000001")] // no read
    public void ReadRequest_QuantityOutsideItsRange_IsRefused(string pdu) =>
        Assert.False(ReadRequest.TryDecode(Convert.FromHexString(pdu), out _));

    [Theory]
    [InlineData("0500010001")]
    [InlineData("050001FFFF")]
    [InlineData("050001FF01")]
    public void WriteSingleCoil_ValueNeitherOnNorOff_IsRefused(string pdu) =>
        Assert.False(WriteSingle.TryDecode(Convert.FromHexString(pdu), out _));

    [Theory]
    [InlineData("0F0000000000")] // quantity 0
    [InlineData("0F000000090101")] // nine bits in one octet
    [InlineData("0F00000008020101")] // eight bits in two
    [InlineData("1000000001010A")] // one register in one octet
    [InlineData("10000000020400010002FF")] // an octet behind the declared ones
    [InlineData("100000000204000100")] // an octet short of them
    [InlineData("10000000010400010002")] // byte count of two registers
    public void WriteMultipleRequest_CountsThatDisagree_AreRefused(string pdu) =>
        Assert.False(WriteMultipleRequest.TryDecode(Convert.FromHexString(pdu), out _));

    [Fact]
    public void WriteMultipleRequest_OneMoreThanAllowed_IsRefused()
    {
        byte[] registers = [0x10, 0, 0, 0, 124, 248, .. new byte[248]];
        byte[] coils = [0x0F, 0, 0, 0x07, 0xB1, 247, .. new byte[247]];

        Assert.False(WriteMultipleRequest.TryDecode(registers, out _));
        Assert.False(WriteMultipleRequest.TryDecode(coils, out _));
    }

    [Theory]
    [MemberData(nameof(TypedVectors))]
    public void RegisterValue_Vector_ReadsAndWritesInItsOrder(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);
        var order = Enum.Parse<RegisterOrder>(vector.Text("order"));
        byte[] octets = vector.Pdu[2..];
        byte[] written = new byte[octets.Length];

        string read = vector.Text("type") switch
        {
            "i32" => ReadAndWrite<int>(octets, written, order),
            "u32" => ReadAndWrite<uint>(octets, written, order),
            "i64" => ReadAndWrite<long>(octets, written, order),
            "u64" => ReadAndWrite<ulong>(octets, written, order),
            "f64" => ReadAndWrite<double>(octets, written, order),
            _ => ReadAndWriteSingle(octets, written, order),
        };

        Assert.Equal(vector.Text("value"), read);
        Assert.Equal(octets, written);
    }

    [Theory]
    [InlineData(RegisterOrder.ABCD, 0x1234)]
    [InlineData(RegisterOrder.CDAB, 0x1234)]
    [InlineData(RegisterOrder.BADC, 0x3412)]
    [InlineData(RegisterOrder.DCBA, 0x3412)]
    public void RegisterValue_SixteenBits_AreSwappedOnlyWithinTheRegister(RegisterOrder order, int expected) =>
        Assert.Equal((ushort)expected, RegisterValue.Read<ushort>([0x12, 0x34], order));

    [Fact]
    public void RegisterValue_WidthThatRegistersCannotHold_IsRefused()
    {
        Assert.Throws<NotSupportedException>(() => RegisterValue.CountOf<byte>());
        Assert.Throws<NotSupportedException>(() => RegisterValue.CountOf<Int128>());
    }

    [Fact]
    public void PackedBits_CopiedFromAndToAnyPlace_EqualTheBitByBitCopy()
    {
        var random = new Random(7);
        byte[] source = new byte[40];
        random.NextBytes(source);

        for (int start = 0; start < 20; start++)
        {
            for (int count = 1; count < 200; count++)
            {
                byte[] cut = new byte[PackedBits.OctetsOf(count)];
                PackedBits.CopyFrom(source, start, count, cut);
                byte[] back = new byte[source.Length];
                PackedBits.CopyTo(cut, back, start, count);

                Assert.All(Enumerable.Range(0, count), i => Assert.Equal(PackedBits.Get(source, start + i), PackedBits.Get(cut, i)));
                Assert.All(Enumerable.Range(0, count), i => Assert.Equal(PackedBits.Get(cut, i), PackedBits.Get(back, start + i)));
                Assert.Equal(Ones(cut, 0, cut.Length * 8), Ones(back, 0, back.Length * 8));
            }
        }
    }

    private static int Ones(byte[] octets, int start, int count) => Enumerable.Range(start, count).Count(i => PackedBits.Get(octets, i));

    private static string ReadAndWrite<T>(byte[] octets, byte[] written, RegisterOrder order)
        where T : unmanaged, System.Numerics.IBinaryNumber<T>
    {
        T value = RegisterValue.Read<T>(octets, order);
        RegisterValue.Write(written, value, order);
        return value.ToString(null, CultureInfo.InvariantCulture);
    }

    private static string ReadAndWriteSingle(byte[] octets, byte[] written, RegisterOrder order)
    {
        float value = RegisterValue.Read<float>(octets, order);
        RegisterValue.Write(written, value, order);
        return value == 0 ? "-0.0" : ((double)value).ToString(CultureInfo.InvariantCulture); // the vectors hold it widened
    }

    private static bool Decodes(ModbusVector vector, ReadOnlySpan<byte> pdu) => (vector.Function, vector.IsRequest, vector.IsException) switch
    {
        (_, _, true) => ExceptionResponse.TryDecode(pdu, out _),
        (FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister, _, _) => WriteSingle.TryDecode(pdu, out _),
        (FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters, true, _) => WriteMultipleRequest.TryDecode(pdu, out _),
        (FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters, false, _) => WriteMultipleResponse.TryDecode(pdu, out _),
        (_, true, _) => ReadRequest.TryDecode(pdu, out _),
        (FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs, _, _) => ReadBitsResponse.TryDecode(pdu, out _),
        _ => ReadRegistersResponse.TryDecode(pdu, out _),
    };

    private static byte[] Reencode(ModbusVector vector)
    {
        byte[] encoded = new byte[ModbusLimits.MaxPduLength];
        int length = (vector.Function, vector.IsRequest, vector.IsException) switch
        {
            (_, _, true) => Exception(vector, encoded),
            (FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister, _, _) => Single(vector, encoded),
            (FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters, true, _) => WriteRequest(vector, encoded),
            (FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters, false, _) => WriteResponse(vector, encoded),
            (_, true, _) => Read(vector, encoded),
            (FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs, _, _) => BitsResponse(vector, encoded),
            _ => RegistersResponse(vector, encoded),
        };
        return encoded[..length];
    }

    private static int Exception(ModbusVector vector, byte[] encoded)
    {
        Assert.True(ExceptionResponse.TryDecode(vector.Pdu, out ExceptionResponse response));
        Assert.Equal(vector.Function, response.Function);
        Assert.Equal(vector.Number("exception"), (ushort)response.Code);
        return ExceptionResponse.Encode(encoded, response.Function, response.Code);
    }

    private static int Single(ModbusVector vector, byte[] encoded)
    {
        Assert.True(WriteSingle.TryDecode(vector.Pdu, out WriteSingle write));
        AssertField(vector, "address", write.Address);
        if (vector.Has("value") && vector.Fields.GetProperty("value").ValueKind is JsonValueKind.True or JsonValueKind.False)
            Assert.Equal(vector.Fields.GetProperty("value").GetBoolean(), write.Value == WriteSingle.On);
        else
            AssertField(vector, vector.Has("value") ? "value" : "raw_value", write.Value);
        return WriteSingle.Encode(encoded, write.Function, write.Address, write.Value);
    }

    private static int WriteRequest(ModbusVector vector, byte[] encoded)
    {
        Assert.True(WriteMultipleRequest.TryDecode(vector.Pdu, out WriteMultipleRequest request));
        AssertField(vector, "address", request.Address);
        int length = WriteMultipleRequest.Encode(encoded, request.Function, request.Address, request.Quantity, out Span<byte> octets);
        if (vector.Has("registers"))
            Registers.Encode(vector.RegisterValues(), octets);
        else if (vector.Has("bits"))
            PackedBits.Pack(vector.Bits(), octets);
        else
            request.Octets.CopyTo(octets);
        return length;
    }

    private static int WriteResponse(ModbusVector vector, byte[] encoded)
    {
        Assert.True(WriteMultipleResponse.TryDecode(vector.Pdu, out WriteMultipleResponse response));
        AssertField(vector, "address", response.Address);
        AssertField(vector, "quantity", response.Quantity);
        return WriteMultipleResponse.Encode(encoded, response.Function, response.Address, response.Quantity);
    }

    private static int Read(ModbusVector vector, byte[] encoded)
    {
        Assert.True(ReadRequest.TryDecode(vector.Pdu, out ReadRequest request));
        AssertField(vector, "address", request.Address);
        AssertField(vector, "quantity", request.Quantity);
        return ReadRequest.Encode(encoded, request.Function, request.Address, request.Quantity);
    }

    private static int BitsResponse(ModbusVector vector, byte[] encoded)
    {
        Assert.True(ReadBitsResponse.TryDecode(vector.Pdu, out ReadBitsResponse response));
        bool[] bits = new bool[vector.Bits().Length];
        response.CopyTo(bits);
        Assert.Equal(vector.Bits(), bits);
        int length = ReadBitsResponse.Encode(encoded, response.Function, bits.Length, out Span<byte> octets);
        PackedBits.Pack(bits, octets);
        return length;
    }

    private static int RegistersResponse(ModbusVector vector, byte[] encoded)
    {
        Assert.True(ReadRegistersResponse.TryDecode(vector.Pdu, out ReadRegistersResponse response));
        ushort[] registers = new ushort[response.Count];
        response.CopyTo(registers);
        Assert.Equal(vector.RegisterValues(), registers);
        int length = ReadRegistersResponse.Encode(encoded, response.Function, registers.Length, out Span<byte> octets);
        Registers.Encode(registers, octets);
        return length;
    }

    private static void AssertField(ModbusVector vector, string field, ushort value)
    {
        if (vector.Has(field)) // requests that a server refused say only which exception they got
            Assert.Equal(vector.Number(field), value);
    }
}
