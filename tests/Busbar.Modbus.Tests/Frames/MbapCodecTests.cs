using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Frames;

public sealed class MbapCodecTests
{
    public static TheoryData<string> Vectors => ModbusVector.FrameNames;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_Vector_WholeAndCutAnywhere_GivesItsParts_AndEncodesToTheSameOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        (ushort transactionId, byte unit, string pdu) = Golden.Decodes<MbapCodec, ModbusFrame, (ushort, byte, string)>(
            default, vector.Tcp, static (in frame) => (frame.TransactionId, frame.Unit, Convert.ToHexString(frame.Pdu)));
        byte[] encoded = new byte[vector.Tcp.Length];
        int written = MbapCodec.Encode(encoded, transactionId, unit, Convert.FromHexString(pdu));

        Assert.Equal(vector.TransactionId, transactionId);
        Assert.Equal(vector.Unit, unit);
        Assert.Equal(Convert.ToHexString(vector.Pdu), pdu);
        Assert.Equal(vector.Tcp.Length, written);
        Golden.Encodes(vector.Tcp, encoded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(0xFFFF)]
    public void Decode_LengthOutsideItsRange_IsMalformedAtItsOffset(int length)
    {
        byte[] octets = [0, 1, 0, 0, (byte)(length >> 8), (byte)length, 1, 3];

        FrameStatus status = default(MbapCodec).Decode(octets, out _);

        Assert.Equal(FrameStatus.Malformed(4, "length must be 2 to 254"), status);
    }

    [Fact]
    public void Decode_ForeignProtocol_IsSkippedWhole()
    {
        FrameStatus status = default(MbapCodec).Decode([0, 1, 0, 9, 0, 3, 1, 3, 7, 0xAA], out _);

        Assert.Equal(FrameStatus.Skipped(9, "protocol identifier must be 0"), status);
    }

    [Fact]
    public void Decode_ForeignProtocolWithLengthOutsideItsRange_IsMalformed()
    {
        FrameStatus status = default(MbapCodec).Decode("GET / HTTP/1.1\r\n"u8, out _);

        Assert.Equal(FrameStatusKind.Malformed, status.Kind);
    }

    [Fact]
    public void Decode_OctetsBehindTheFrame_AreNotPartOfIt()
    {
        FrameStatus status = default(MbapCodec).Decode([0, 1, 0, 0, 0, 3, 1, 0x83, 2, 0xFF, 0xFF], out ModbusFrame frame);

        Assert.Equal(9, status.Consumed);
        Assert.Equal([0x83, 2], frame.Pdu.ToArray());
    }

    [Fact]
    public void Decode_AMillionRandomBlocks_EachGivesAStatusThatMovesOn()
    {
        var random = new Random(20_240_611);
        byte[] octets = new byte[300];
        int[] kinds = new int[4];

        for (int i = 0; i < 1_000_000; i++)
        {
            Span<byte> block = octets.AsSpan(0, random.Next(octets.Length));
            random.NextBytes(block[..Math.Min(block.Length, 16)]);
            if (block.Length > 5 && i % 2 == 0)
                block[2] = block[3] = block[4] = 0; // otherwise hardly any header would pass
            FrameStatus status = default(MbapCodec).Decode(block, out ModbusFrame frame);
            kinds[(int)status.Kind]++;
            if (status.Kind is FrameStatusKind.Complete or FrameStatusKind.Skipped)
                Assert.InRange(status.Consumed, 8, block.Length);
            if (status.Kind == FrameStatusKind.Complete)
                DecodeEverything(frame.Pdu);
        }

        Assert.All(kinds, count => Assert.True(count > 1_000, string.Join(' ', kinds)));
    }

    [Fact]
    public void Decode_AllocatesNothing()
    {
        byte[] octets = Convert.FromHexString("000100000009110306022B00000064");
        int sum = 0;

        long bytes = Allocations.OfThisThread(() =>
        {
            default(MbapCodec).Decode(octets, out ModbusFrame frame);
            ReadRegistersResponse.TryDecode(frame.Pdu, out ReadRegistersResponse response);
            sum += response[0];
        });

        Assert.Equal(0, bytes);
        Assert.Equal(555 * 11_000, sum);
    }

    private static void DecodeEverything(ReadOnlySpan<byte> pdu)
    {
        ReadRequest.TryDecode(pdu, out _);
        ReadBitsResponse.TryDecode(pdu, out _);
        ReadRegistersResponse.TryDecode(pdu, out _);
        WriteSingle.TryDecode(pdu, out _);
        WriteMultipleRequest.TryDecode(pdu, out _);
        WriteMultipleResponse.TryDecode(pdu, out _);
        ExceptionResponse.TryDecode(pdu, out _);
    }
}
