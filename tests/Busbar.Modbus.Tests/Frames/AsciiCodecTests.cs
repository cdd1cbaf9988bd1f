using System.Text;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Frames;

public sealed class AsciiCodecTests
{
    private const string ReadTen = ":01030000000AF2\r\n";

    private static readonly AsciiCodec Codec = new();

    public static TheoryData<string> Vectors => ModbusVector.SerialNames;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decode_Vector_WholeAndCutAnywhere_GivesItsParts_AndEncodesToTheSameOctets(string name)
    {
        ModbusVector vector = ModbusVector.Named(name);

        (byte unit, string pdu) = Golden.Decodes<AsciiCodec, ModbusFrame, (byte, string)>(
            Codec, vector.Ascii, static (in frame) => (frame.Unit, Convert.ToHexString(frame.Pdu)));
        byte[] encoded = new byte[vector.Ascii.Length];
        int written = AsciiCodec.Encode(encoded, unit, Convert.FromHexString(pdu));

        Assert.Equal(vector.Unit, unit);
        Assert.Equal(Convert.ToHexString(vector.Pdu), pdu);
        Assert.Equal(vector.Ascii.Length, written);
        Golden.Encodes(vector.Ascii, encoded);
    }

    [Theory]
    [InlineData(":01030000000af2\r\n")]
    [InlineData(":01030000000Af2\r\n")]
    public void Decode_DigitsOfTheLowerCase_AreDigits(string text)
    {
        Assert.Equal(FrameStatus.Complete(17), Decode(text));
    }

    [Theory]
    [InlineData("01030000000AF2\r\n" + ReadTen, 16, "a frame must begin with a colon")]
    [InlineData("\r\n\r\n", 4, "a frame must begin with a colon")]
    [InlineData(":0103000" + ReadTen, 8, "a frame must end before the next begins")]
    [InlineData(":0103 0000000AF2\r\n" + ReadTen, 18, "between colon and CR there must be hexadecimal digits")]
    [InlineData(":0103\n" + ReadTen, 6, "between colon and CR there must be hexadecimal digits")]
    [InlineData(":01030000000AF2\r" + ReadTen, 16, "behind CR there must be LF")]
    [InlineData(":01030000000AF\r\n" + ReadTen, 16, "the hexadecimal digits must be pairs")]
    [InlineData(":0101\r\n" + ReadTen, 7, "a frame must have address, function code and LRC")]
    [InlineData(":\r\n", 3, "a frame must have address, function code and LRC")]
    [InlineData(":01030000000AF3\r\n" + ReadTen, 17, "the LRC must be right")]
    public void Decode_NoFrame_IsSkippedUpToTheNextColon_NamingTheRule(string text, int skipped, string rule)
    {
        Assert.Equal(FrameStatus.Skipped(skipped, rule), Decode(text));
        if (skipped < text.Length)
            Assert.Equal(FrameStatus.Complete(17), Decode(text[skipped..]));
    }

    [Fact]
    public void Decode_LongestFrame_IsComplete_AndALongerOneIsSkipped()
    {
        byte[] pdu = new byte[ModbusLimits.MaxPduLength];
        pdu[0] = 100;
        byte[] longest = new byte[AsciiCodec.MaxAduLength];
        Assert.Equal(513, AsciiCodec.Encode(longest, 1, pdu));
        byte[] longer = [.. longest[..^2], (byte)'0', .. longest[^2..]];
        byte[] muchLonger = [.. longest[..^2], (byte)'0', (byte)'0', .. longest[^2..]];

        Assert.Equal(FrameStatus.Complete(513), Codec.Decode(longest, out ModbusFrame frame));
        Assert.Equal(pdu, frame.Pdu.ToArray());
        Assert.Equal(FrameStatus.Incomplete(), Codec.Decode(longest.AsSpan(0, 511), out _));
        Assert.Equal(FrameStatus.Incomplete(513), Codec.Decode(longest.AsSpan(0, 512), out _));
        foreach (byte[] octets in new[] { longer, muchLonger })
        {
            Assert.Equal(FrameStatus.Skipped(octets.Length, "a frame must have at most 513 characters"), Codec.Decode(octets, out _));
            Assert.Equal(FrameStatus.Skipped(512, "a frame must have at most 513 characters"), Codec.Decode(octets.AsSpan(0, 512), out _));
        }
    }

    [Fact]
    public void Decode_DelimiterThatWasChanged_EndsTheFrame()
    {
        var codec = new AsciiCodec((byte)'#');
        byte[] adu = new byte[17];
        AsciiCodec.Encode(adu, 1, Convert.FromHexString("030000000A"), (byte)'#');

        Assert.Equal((byte)'#', adu[^1]);
        Assert.Equal(FrameStatus.Complete(17), codec.Decode(adu, out _));
        Assert.Equal(FrameStatus.Complete(17), codec.AtSilence.Decode(adu, out _));
        Assert.Equal("behind CR there must be LF", Codec.Decode(adu, out _).Rule);
    }

    [Fact]
    public void Decode_AtSilence_NothingIsIncomplete()
    {
        for (int cut = 1; cut < ReadTen.Length; cut++)
        {
            Assert.Equal(
                FrameStatus.Skipped(cut, "the frame must be whole when the line falls silent"),
                Codec.AtSilence.Decode(Encoding.ASCII.GetBytes(ReadTen[..cut]), out _));
        }
    }

    [Fact]
    public void Decode_ByACodecThatNobodyMade_ReadsAsWell()
    {
        Assert.Equal(FrameStatus.Complete(17), default(AsciiCodec).Decode(Encoding.ASCII.GetBytes(ReadTen), out ModbusFrame frame));
        Assert.Equal(FunctionCode.ReadHoldingRegisters, frame.Function);
    }

    [Fact]
    public void Encode_PduThatNoFrameHolds_IsRefusedAtTheCall()
    {
        byte[] adu = new byte[600];

        Assert.Throws<ArgumentOutOfRangeException>(() => AsciiCodec.Encode(adu, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => AsciiCodec.Encode(adu, 1, new byte[254]));
    }

    [Fact]
    public void DecodeAndEncode_AllocateNothing()
    {
        byte[] frame = Encoding.ASCII.GetBytes(ReadTen);
        byte[] garbage = Encoding.ASCII.GetBytes(":01030000000AF3\r\n");
        byte[] adu = new byte[AsciiCodec.MaxAduLength];
        int sum = 0;

        long bytes = Allocations.OfThisThread(() =>
        {
            sum += Codec.Decode(frame, out ModbusFrame decoded).Consumed;
            sum += AsciiCodec.Encode(adu, decoded.Unit, decoded.Pdu);
            sum += Codec.Decode(garbage, out _).Consumed;
            sum += Codec.AtSilence.Decode(garbage.AsSpan(0, 5), out _).Consumed;
        });

        Assert.Equal(0, bytes);
        Assert.True(sum > 0);
    }

    private static FrameStatus Decode(string text) => Codec.Decode(Encoding.ASCII.GetBytes(text), out _);
}
