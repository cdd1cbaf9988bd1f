using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Frames;

public sealed class RtuCodecTests
{
    private static readonly RtuCodec Requests = new(PduDirection.Request);
    private static readonly RtuCodec Responses = new(PduDirection.Response);

    public static TheoryData<string> Vectors => ModbusVector.SerialNames;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_Vector_WholeAndCutAnywhere_GivesItsParts_AndEncodesToTheSameOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        (byte unit, string pdu) = Golden.Decodes<RtuCodec, ModbusFrame, (byte, string)>(
            new RtuCodec(vector.Direction), vector.Rtu, static (in frame) => (frame.Unit, Convert.ToHexString(frame.Pdu)));
        byte[] encoded = new byte[vector.Rtu.Length];
        int written = RtuCodec.Encode(encoded, unit, Convert.FromHexString(pdu));

        Assert.Equal(vector.Unit, unit);
        Assert.Equal(Convert.ToHexString(vector.Pdu), pdu);
        Assert.Equal(vector.Rtu.Length, written);
        Golden.Encodes(vector.Rtu, encoded);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_VectorAtSilence_IsComplete_AndCutIsSkippedWhole(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);
        RtuCodec codec = new RtuCodec(vector.Direction).AtSilence;

        Assert.Equal(FrameStatus.Complete(vector.Rtu.Length), codec.Decode(vector.Rtu, out _));
        for (int cut = 1; cut < vector.Rtu.Length; cut++)
        {
            bool isFrameByChance = cut >= RtuCodec.MinAduLength && Crc16.Compute(vector.Rtu.AsSpan(0, cut)) == 0; // one of the vectors
            Assert.Equal(isFrameByChance ? FrameStatusKind.Complete : FrameStatusKind.Skipped, codec.Decode(vector.Rtu.AsSpan(0, cut), out _).Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_VectorBehindGarbage_SkipsTheGarbageAlone(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);
        byte[] garbage = [0x5A, 0x03, 0x00, 0xFF]; // begins as a frame does
        RtuCodec codec = new RtuCodec(vector.Direction).AtSilence;

        FrameStatus skipped = codec.Decode([.. garbage, .. vector.Rtu], out _);

        Assert.Equal(FrameStatusKind.Skipped, skipped.Kind);
        if (IsOpen(vector))
            return; // what does not say its length is not looked for in garbage, unless nothing follows it
        Assert.Equal(garbage.Length, skipped.Consumed);
    }

    [Fact]
    public void Decode_WrongCrc_SkipsToTheNextFrame_NamingTheRule()
    {
        byte[] octets = Convert.FromHexString("01030000000AC5CE" + "01030000000AC5CD");

        FrameStatus status = Requests.Decode(octets, out _);

        Assert.Equal(FrameStatus.Skipped(8, "the CRC must be right"), status);
        Assert.Equal(FrameStatus.Complete(8), Requests.Decode(octets.AsSpan(8), out ModbusFrame frame));
        Assert.Equal((1, FunctionCode.ReadHoldingRegisters), (frame.Unit, frame.Function));
    }

    [Fact]
    public void Decode_ByteCountNoFrameCanHave_IsSkipped_NamingTheRule()
    {
        byte[] octets = Convert.FromHexString("0103FF0000000A");

        Assert.Equal("the byte count must fit a frame of 256 octets", Responses.Decode(octets, out _).Rule);
    }

    [Fact]
    public void Decode_NothingButGarbage_IsSkippedUpToWhereAFrameMayHaveBegun()
    {
        byte[] octets = Convert.FromHexString("01030000000AC5CE" + "010300");

        Assert.Equal(FrameStatus.Skipped(8, "the CRC must be right"), Responses.AtSilence.Decode(octets.AsSpan(0, 8), out _));
        FrameStatus status = Requests.Decode(octets, out _);
        Assert.InRange(status.Consumed, 1, 8);
    }

    [Fact]
    public void Decode_GarbageWithoutEnd_MovesOnByAtMostAFrame()
    {
        byte[] octets = new byte[4096];
        Array.Fill(octets, (byte)0x41); // user-defined: its end is looked for within one frame's length

        FrameStatus status = Requests.Decode(octets, out _);

        Assert.Equal(FrameStatusKind.Skipped, status.Kind);
        Assert.InRange(status.Consumed, 1, 256);
    }

    [Fact]
    public void Decode_ResponsesOfOtherUnits_AreNoRequests()
    {
        byte[] response = Rtu(9, "030400010002");
        byte[] exception = Rtu(9, "8302");
        byte[] request = Rtu(1, "0300000001");
        byte[] octets = [.. response, .. exception, .. request];

        Assert.Equal(FrameStatus.Skipped(response.Length, "a response is no request"), Requests.Decode(octets, out _));
        Assert.Equal(FrameStatus.Skipped(exception.Length, "a response is no request"), Requests.Decode(octets.AsSpan(response.Length), out _));
        Assert.Equal(FrameStatus.Complete(request.Length), Requests.Decode(octets.AsSpan(response.Length + exception.Length), out _));
    }

    [Fact]
    public void Decode_RequestWithAFunctionThatNobodyKnows_EndsAtItsCrc()
    {
        byte[] octets = [.. Rtu(1, "410102"), .. Rtu(1, "0300000001")];

        Assert.Equal(FrameStatus.Complete(6), Requests.Decode(octets, out ModbusFrame frame));
        Assert.Equal([0x41, 1, 2], frame.Pdu.ToArray());
    }

    [Fact]
    public void Decode_RequestWhoseByteCountLies_IsOneFrameOnceTheLineIsSilent()
    {
        byte[] octets = Rtu(1, "10000000020300010002"); // the server is to answer exception 03

        Assert.NotEqual(FrameStatusKind.Complete, Requests.Decode(octets, out _).Kind);
        Assert.Equal(FrameStatus.Complete(octets.Length), Requests.AtSilence.Decode(octets, out _));
    }

    [Fact]
    public void Decode_Broadcast_IsAFrameOfUnit0()
    {
        Requests.Decode(Rtu(RtuCodec.BroadcastUnit, "0600011234"), out ModbusFrame frame);

        Assert.Equal(RtuCodec.BroadcastUnit, frame.Unit);
        Assert.Equal(0, frame.TransactionId);
    }

    [Fact]
    public void Encode_ExampleOfTheSpecification_GivesItsCrc()
    {
        Assert.Equal(Convert.FromHexString("01030000000AC5CD"), Rtu(1, "030000000A"));
    }

    [Fact]
    public void Encode_PduThatNoFrameHolds_IsRefusedAtTheCall()
    {
        byte[] adu = new byte[300];

        Assert.Throws<ArgumentOutOfRangeException>(() => RtuCodec.Encode(adu, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => RtuCodec.Encode(adu, 1, new byte[254]));
    }

    [Fact]
    public void Crc_OfAnyLength_EqualsTheBitByBitOne()
    {
        var random = new Random(20_240_229);
        byte[] octets = new byte[256];
        random.NextBytes(octets);

        for (int length = 0; length <= octets.Length; length++)
            Assert.Equal(BitByBit(octets.AsSpan(0, length)), Crc16.Compute(octets.AsSpan(0, length)));
        Assert.Equal(Crc16.Compute(octets), Crc16.Continue(Crc16.Compute(octets.AsSpan(0, 13)), octets.AsSpan(13)));
    }

    [Fact]
    public void DecodeAndEncode_AllocateNothing()
    {
        byte[] request = Rtu(1, "0300000001");
        byte[] garbage = Convert.FromHexString("01030000000AC5CE" + "01030000000AC5CD");
        byte[] open = Rtu(1, "410102");
        byte[] adu = new byte[RtuCodec.MaxAduLength];
        int sum = 0;

        long bytes = Allocations.OfThisThread(() =>
        {
            sum += Requests.Decode(request, out ModbusFrame frame).Consumed + frame.Pdu.Length;
            sum += Requests.Decode(garbage, out _).Consumed;
            sum += Requests.Decode(open, out _).Consumed;
            sum += Requests.AtSilence.Decode(garbage.AsSpan(0, 7), out _).Consumed;
            sum += RtuCodec.Encode(adu, 1, frame.Pdu);
        });

        Assert.Equal(0, bytes);
        Assert.True(sum > 0);
    }

    private static byte[] Rtu(byte unit, string pdu)
    {
        byte[] adu = new byte[(pdu.Length / 2) + RtuCodec.EnvelopeLength];
        RtuCodec.Encode(adu, unit, Convert.FromHexString(pdu));
        return adu;
    }

    private static bool IsOpen(ModbusVector vector) =>
        Pdu.IsUserDefined(vector.Function) || (vector is { Function: FunctionCode.Diagnostics, IsException: false } && vector.Pdu[2] is 0 or 21);

    private static ushort BitByBit(ReadOnlySpan<byte> octets)
    {
        int crc = 0xFFFF;
        foreach (byte octet in octets)
        {
            crc ^= octet;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }

        return (ushort)crc;
    }
}
