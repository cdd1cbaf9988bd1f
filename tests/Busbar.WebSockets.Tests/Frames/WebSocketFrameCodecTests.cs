using Busbar.Links;
using Busbar.Testing;

namespace Busbar.WebSockets.Tests.Frames;

public sealed class WebSocketFrameCodecTests
{
    private const int Limit = 70_000;

    private static readonly WebSocketFrameCodec Server = new(WebSocketRole.Server, Limit);
    private static readonly WebSocketFrameCodec Client = new(WebSocketRole.Client, Limit);

    [Theory] // the examples of RFC 6455 §5.7
    [InlineData("81 05 48 65 6c 6c 6f", WebSocketOpcode.Text, true, "48656C6C6F")]
    [InlineData("81 85 37 fa 21 3d 7f 9f 4d 51 58", WebSocketOpcode.Text, true, "48656C6C6F")]
    [InlineData("01 03 48 65 6c", WebSocketOpcode.Text, false, "48656C")]
    [InlineData("80 02 6c 6f", WebSocketOpcode.Continuation, true, "6C6F")]
    [InlineData("89 05 48 65 6c 6c 6f", WebSocketOpcode.Ping, true, "48656C6C6F")]
    [InlineData("8a 85 37 fa 21 3d 7f 9f 4d 51 58", WebSocketOpcode.Pong, true, "48656C6C6F")]
    public void Decode_ExampleOfTheStandard_WholeAndCutAnywhere_AndEncodesToTheSameOctets(string hex, WebSocketOpcode opcode, bool isFinal, string payload)
    {
        byte[] octets = Hex.Parse(hex);
        bool isMasked = (octets[1] & 0x80) != 0;

        (WebSocketOpcode, bool, string) decoded = Golden.Decodes<WebSocketFrameCodec, WebSocketFrame, (WebSocketOpcode, bool, string)>(
            isMasked ? Server : Client, octets, static (in frame) => (frame.Opcode, frame.IsFinal, Convert.ToHexString(Unmasked(frame))));
        byte[] encoded = new byte[octets.Length];
        byte[] plain = Convert.FromHexString(payload);
        int written = isMasked
            ? WebSocketFrameWriter.WriteMasked(encoded, opcode, plain, BitConverter.ToUInt32(octets, 2), isFinal)
            : WebSocketFrameWriter.Write(encoded, opcode, plain, isFinal);

        Assert.Equal((opcode, isFinal, payload), decoded);
        Assert.Equal(octets.Length, written);
        Golden.Encodes(octets, encoded);
    }

    [Theory]
    [InlineData("82 7E 01 00", 256, 4)] // §5.7: 256 octets
    [InlineData("82 7F 00 00 00 00 00 01 00 00", 65_536, 10)] // §5.7: 64 KiB
    [InlineData("82 7E 00 7E", 126, 4)]
    [InlineData("82 7E FF FF", 65_535, 4)]
    [InlineData("82 7D", 125, 2)]
    public void Header_OfEachForm_GivesItsLength_AndIsWrittenInTheShortest(string hex, int length, int headerLength)
    {
        byte[] octets = Hex.Parse(hex);

        FrameStatus status = Client.DecodeHeader(octets, out WebSocketFrameHeader header);
        byte[] written = new byte[14];
        int count = WebSocketFrameWriter.WriteHeader(written, WebSocketOpcode.Binary, length);

        Assert.Equal(FrameStatus.Complete(headerLength), status);
        Assert.Equal(length, header.PayloadLength);
        Assert.Equal(octets, written[..count]);
        Assert.Equal(FrameStatus.Incomplete(headerLength + length), Client.Decode(octets, out _));
    }

    [Theory]
    [InlineData("C1", 0, "the reserved bits must be 0, no extension was agreed to", 1002)]
    [InlineData("A1", 0, "the reserved bits must be 0, no extension was agreed to", 1002)]
    [InlineData("91", 0, "the reserved bits must be 0, no extension was agreed to", 1002)]
    [InlineData("83", 0, "the opcode must be 0 to 2 or 8 to 10", 1002)]
    [InlineData("87", 0, "the opcode must be 0 to 2 or 8 to 10", 1002)]
    [InlineData("8B", 0, "the opcode must be 0 to 2 or 8 to 10", 1002)]
    [InlineData("8F", 0, "the opcode must be 0 to 2 or 8 to 10", 1002)]
    [InlineData("09", 0, "a control frame must not be fragmented", 1002)]
    [InlineData("81 85", 1, "a server must not mask its frames", 1002)]
    [InlineData("89 7E", 1, "the payload of a control frame must have 125 octets at most", 1002)]
    [InlineData("88 7F", 1, "the payload of a control frame must have 125 octets at most", 1002)]
    [InlineData("82 7E 00 7D", 2, "the length must be written in its shortest form", 1002)]
    [InlineData("82 7F 00 00 00 00 00 00 FF FF", 2, "the length must be written in its shortest form", 1002)]
    [InlineData("82 7F 80 00 00 00 00 01 00 00", 2, "the highest bit of the length must be 0", 1002)]
    [InlineData("82 7F FF FF FF FF FF FF FF FF", 2, "the highest bit of the length must be 0", 1002)]
    [InlineData("82 7F 00 00 00 00 00 01 11 71", 2, "the payload must not be longer than the limit", 1009)]
    [InlineData("82 7F 7F FF FF FF FF FF FF FF", 2, "the payload must not be longer than the limit", 1009)]
    public void Decode_Breach_IsMalformedAtItsOctet_WithItsCloseCode(string hex, int offset, string rule, int code)
    {
        byte[] octets = Hex.Parse(hex);

        FrameStatus status = Client.Decode(octets, out _);

        Assert.Equal(FrameStatus.Malformed(offset, rule), status);
        Assert.Equal((WebSocketCloseCode)code, WebSocketFrameCodec.CloseCodeOf(status));
        for (int cut = 0; cut < octets.Length; cut++)
            Assert.Equal(FrameStatusKind.Incomplete, Client.Decode(octets.AsSpan(0, cut), out _).Kind);
    }

    [Fact]
    public void Decode_UnmaskedFrameOfAClient_IsMalformed() =>
        Assert.Equal(FrameStatus.Malformed(1, "a client must mask its frames"), Server.Decode([0x81, 0x05], out _));

    [Fact]
    public void CloseCode_OfWhatIsNoBreach_IsNone() =>
        Assert.Equal(WebSocketCloseCode.None, WebSocketFrameCodec.CloseCodeOf(FrameStatus.Complete(2)));

    [Fact]
    public void Decode_AMillionRandomBlocks_EachGivesAStatusThatMovesOn()
    {
        var random = new Random(20_240_229);
        byte[] octets = new byte[200];
        int[] kinds = new int[4];

        for (int i = 0; i < 1_000_000; i++)
        {
            Span<byte> block = octets.AsSpan(0, random.Next(octets.Length));
            random.NextBytes(block[..Math.Min(block.Length, 16)]);
            if (block.Length > 1 && i % 2 == 0)
                (block[0], block[1]) = ((byte)(block[0] & 0x82), (byte)(block[1] | 0x80)); // otherwise hardly any header would pass
            FrameStatus status = Server.Decode(block, out WebSocketFrame frame);
            kinds[(int)status.Kind]++;
            if (status.Kind == FrameStatusKind.Complete)
            {
                Assert.InRange(status.Consumed, 6, block.Length);
                Assert.Equal(frame.Header.PayloadLength, frame.Payload.Length);
            }
        }

        Assert.Equal(0, kinds[(int)FrameStatusKind.Skipped]);
        Assert.True(kinds[(int)FrameStatusKind.Complete] > 10_000 && kinds[(int)FrameStatusKind.Malformed] > 10_000, string.Join(' ', kinds));
    }

    [Fact]
    public void DecodeAndWrite_AllocateNothing()
    {
        byte[] frame = Hex.Parse("81 85 37 fa 21 3d 7f 9f 4d 51 58");
        byte[] written = new byte[64];
        int sum = 0;

        long bytes = Allocations.OfThisThread(() =>
        {
            Server.Decode(frame, out WebSocketFrame decoded);
            decoded.CopyPayloadTo(written);
            sum += WebSocketFrameWriter.Write(written, WebSocketOpcode.Text, "Hello"u8) + WebSocketFrameWriter.WriteMasked(written, WebSocketOpcode.Text, "Hello"u8, 7);
        });

        Assert.Equal(0, bytes);
        Assert.Equal(18 * 11_000, sum);
    }

    [Fact]
    public void Write_WhatIsNoFrame_IsRefused()
    {
        byte[] destination = new byte[300];

        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrameWriter.Write(destination, (WebSocketOpcode)3, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrameWriter.Write(destination, (WebSocketOpcode)11, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrameWriter.Write(destination, WebSocketOpcode.Ping, new byte[126]));
        Assert.Throws<ArgumentException>(() => WebSocketFrameWriter.Write(destination, WebSocketOpcode.Close, [], isFinal: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrameWriter.WriteHeader(destination, WebSocketOpcode.Text, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WebSocketFrameCodec(WebSocketRole.Server, 124));
    }

    private static byte[] Unmasked(in WebSocketFrame frame)
    {
        byte[] payload = new byte[frame.Payload.Length];
        frame.CopyPayloadTo(payload);
        return payload;
    }
}
