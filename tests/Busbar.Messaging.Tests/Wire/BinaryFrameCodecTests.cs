using System.Buffers;
using System.Text;
using Busbar.Links;

namespace Busbar.Messaging.Tests.Wire;

public sealed class BinaryFrameCodecTests
{
    private const int MaxBody = 1024;

    private static readonly BinaryFrameCodec Server = new(isServer: true, MaxBody);
    private static readonly BinaryFrameCodec Client = new(isServer: false, MaxBody);

    public static TheoryData<string, bool, string> Frames => new()
    {
        { "J", true, "03 00 00 00 4A 7B 7D" },
        { "J", false, "03 00 00 00 4A 7B 7D" },
        { "P", true, "05 00 00 00 50 00 01 74 00" },
        { "A", true, "09 00 00 00 41 2A 00 00 00 00 00 00 00" },
        { "M", false, "0B 00 00 00 4D 2A 00 00 00 00 00 00 00 00 00" },
        { "M", false, "19 00 00 00 4D 2A 00 00 00 00 00 00 00 01 02 05 11 40 E2 01 00 00 00 00 00 00 02 AB CD" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Decode_AWholeFrame_GivesIt_AndCutAtEachOctetAsksForMore(string kind, bool isServer, string hex)
    {
        byte[] octets = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        BinaryFrameCodec codec = isServer ? Server : Client;

        Assert.Equal(FrameStatus.Complete(octets.Length), codec.Decode([.. octets, 0x77], out BinaryFrame frame));
        Assert.Equal((BinaryFrameKind)kind[0], frame.Kind);
        Assert.True(frame.Body.SequenceEqual(octets.AsSpan(5)));
        for (int length = 0; length < octets.Length; length++)
            Assert.Equal(FrameStatus.Incomplete(length < 4 ? 0 : octets.Length), codec.Decode(octets.AsSpan(0, length), out _));
    }

    [Fact]
    public void Decode_TheLongestBody_IsTaken_AndOneOctetMoreIsNot()
    {
        Assert.Equal(FrameStatus.Incomplete(MaxBody + 5), Server.Decode([0x01, 0x04, 0, 0], out _));
        Assert.Equal(FrameStatus.Malformed(0, BinaryFrameCodec.TooLong), Server.Decode([0x02, 0x04, 0, 0], out _));
    }

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7F")]
    [InlineData(128L, "8001")]
    [InlineData(300L, "AC02")]
    [InlineData(long.MaxValue, "FFFFFFFFFFFFFFFF7F")]
    public void Varint_RoundTrips_AndCutAtEachOctetIsNone(long value, string hex)
    {
        byte[] written = new byte[Varint.MaxLength];
        int length = Varint.Write(written, value);

        Assert.Equal(hex, Convert.ToHexString(written, 0, length));
        Assert.Equal(length, Varint.LengthOf(value));
        ReadOnlySpan<byte> octets = [.. written.AsSpan(0, length), 0x55];
        Assert.True(Varint.TryRead(ref octets, out long read));
        Assert.Equal((value, 1), (read, octets.Length));
        for (int cut = 0; cut < length; cut++)
        {
            octets = written.AsSpan(0, cut);
            Assert.False(Varint.TryRead(ref octets, out _));
            Assert.Equal(cut, octets.Length);
        }
    }

    [Fact]
    public void Varint_OfMoreThan63Bits_IsNone()
    {
        ReadOnlySpan<byte> octets = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];

        Assert.False(Varint.TryRead(ref octets, out _));
    }

    [Fact] // docs/wire.md, "The binary form"
    public void TheMessageOfThePage_IsReadAsItSays()
    {
        byte[] octets = Convert.FromHexString("1E0000004D01000000000000000000" + "0509E075863DFE9C9717040263320434312E37");

        Assert.Equal(FrameStatus.Complete(octets.Length), Client.Decode(octets, out BinaryFrame frame));
        var reader = new BinaryMessageReader(frame.Body);
        reader.ReadHead(out long position, out _, out _);
        Assert.Equal(FrameStatus.Complete(frame.Body.Length), reader.Read(out BinaryMessage message));
        Assert.Equal((1, 5, 9, 1_700_000_000_123_500_000), (position, message.Topic, message.Sequence, message.Time));
        Assert.Equal("c2 41.7", $"{Encoding.UTF8.GetString(message.Sender)} {Encoding.UTF8.GetString(message.Payload)}");
    }

    [Fact]
    public void Messages_FromTheServer_AreReadBack_AndCutAtEachOctetAreMalformed()
    {
        using var broker = new Broker();
        byte[] body = Messages(broker);
        var reader = new BinaryMessageReader(body);

        Assert.Equal(FrameStatusKind.Complete, reader.ReadHead(out long position, out long skipped, out long dropped).Kind);
        Assert.Equal((42, 3, 4), (position, skipped, dropped));
        List<string> read = [];
        List<int> ends = [10];
        while (!reader.IsAtEnd)
        {
            FrameStatus status = reader.Read(out BinaryMessage message);
            Assert.Equal(FrameStatusKind.Complete, status.Kind);
            ends.Add(status.Consumed);
            string sender = message.HasSender ? Encoding.UTF8.GetString(message.Sender) : "-";
            read.Add($"{message.Topic} {message.Sequence} {message.Time > 0} {message.Form} {sender} {Convert.ToHexString(message.Payload)}");
        }

        Assert.Equal(["0 1 True Json - 34312E37", "1 1 True Text grün 6772C3BC6E", "0 2 True Octets c7 FF00", "1 2 True Text - "], read);
        for (int cut = 0; cut < body.Length; cut++)
            Assert.Equal(ends.Contains(cut), IsWhole(body.AsSpan(0, cut)));
    }

    [Fact]
    public void Publishes_OfTheClient_AreReadBack_AndCutAtEachOctetAreMalformed()
    {
        var to = new ArrayBufferWriter<byte>();
        ClientPublishOptions[] options =
        [
            default,
            new() { Kind = TopicKind.State, TimeToLive = TimeSpan.FromSeconds(300), SkipsOwn = true },
            new() { Kind = TopicKind.Event, IsRaw = true },
        ];
        foreach (ClientPublishOptions each in options)
            BinaryWire.WritePublish(to, "grün/1", [1, 2, 3], each, each.SkipsOwn ? 300 : 0, (int)BinaryWire.PublishLength("grün/1", 3, each, each.SkipsOwn ? 300 : 0));

        List<string> read = [];
        for (ReadOnlySpan<byte> left = to.WrittenSpan; !left.IsEmpty;)
        {
            FrameStatus status = Server.Decode(left, out BinaryFrame frame);
            var reader = new BinaryPublishReader(frame.Body);
            Assert.Equal(FrameStatus.Complete(frame.Body.Length), reader.Read(out BinaryPublish publish));
            Assert.True(reader.IsAtEnd);
            read.Add($"{publish.Id} {publish.TimeToLive} {publish.Kind} {publish.SkipsOwn} {Encoding.UTF8.GetString(publish.Topic)} {Convert.ToHexString(publish.Payload)}");
            for (int cut = 1; cut < frame.Body.Length; cut++)
                Assert.Equal(FrameStatusKind.Malformed, new BinaryPublishReader(frame.Body[..cut]).Read(out _).Kind);
            left = left[status.Consumed..];
        }

        Assert.Equal(["   False grün/1 010203", "300 300000 State True grün/1 010203", "  Event False grün/1 010203"], read);
    }

    [Fact]
    public void AMillionMutations_GiveAStatus_AndComeToAnEnd()
    {
        using var broker = new Broker();
        byte[] messages = [.. Head('M', Messages(broker)), .. Messages(broker)];
        var publishes = new ArrayBufferWriter<byte>();
        BinaryWire.WriteJson(publishes, "{\"type\":\"bye\"}"u8);
        BinaryWire.WritePublish(publishes, "t", "41.7"u8, new() { TimeToLive = TimeSpan.FromSeconds(1) }, 5, (int)BinaryWire.PublishLength("t", 4, new() { TimeToLive = TimeSpan.FromSeconds(1) }, 5));
        BinaryWire.WriteAcknowledgement(publishes, 17);
        byte[][] wholes = [messages, publishes.WrittenSpan.ToArray()];
        var random = new Random(4711);
        byte[] octets = new byte[wholes.Max(static whole => whole.Length)];
        int[] kinds = new int[4];

        for (int round = 0; round < 1_000_000; round++)
        {
            byte[] whole = wholes[round & 1];
            whole.CopyTo(octets, 0);
            int length = random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length;
            for (int change = random.Next(1, 5); change > 0 && length > 0; change--)
                octets[random.Next(length)] = (byte)random.Next(256);
            kinds[(int)Walk((round & 1) == 0 ? Client : Server, octets.AsSpan(0, length))]++;
        }

        Assert.All([FrameStatusKind.Incomplete, FrameStatusKind.Complete, FrameStatusKind.Malformed], kind => Assert.InRange(kinds[(int)kind], 1000, 999_000));
    }

    /// <summary>Reads all that is there.</summary>
    /// <returns>How it ended.</returns>
    private static FrameStatusKind Walk(BinaryFrameCodec codec, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            FrameStatus status = codec.Decode(octets, out BinaryFrame frame);
            if (status.Kind != FrameStatusKind.Complete)
                return status.Kind;
            Assert.InRange(status.Consumed, 5, octets.Length);
            if (frame.Kind == BinaryFrameKind.Messages && !IsWhole(frame.Body))
                return FrameStatusKind.Malformed;
            if (frame.Kind == BinaryFrameKind.Publish)
            {
                var reader = new BinaryPublishReader(frame.Body);
                while (!reader.IsAtEnd)
                {
                    if (reader.Read(out BinaryPublish publish).Kind != FrameStatusKind.Complete)
                        return FrameStatusKind.Malformed;
                    Assert.True(publish.Topic.Length + publish.Payload.Length < frame.Body.Length);
                }
            }

            octets = octets[status.Consumed..];
        }

        return FrameStatusKind.Complete;
    }

    private static bool IsWhole(ReadOnlySpan<byte> body)
    {
        var reader = new BinaryMessageReader(body);
        if (reader.ReadHead(out _, out _, out _).Kind != FrameStatusKind.Complete)
            return false;
        while (!reader.IsAtEnd)
        {
            if (reader.Read(out BinaryMessage message).Kind != FrameStatusKind.Complete)
                return false;
            Assert.True(message.Payload.Length + message.Sender.Length < body.Length);
        }

        return true;
    }

    private static byte[] Head(char kind, byte[] body)
    {
        byte[] head = new byte[BinaryFrameCodec.HeadLength];
        BinaryWire.WriteHead(head, (BinaryFrameKind)kind, body.Length);
        return head;
    }

    /// <summary>The body of a frame with four messages, as the server writes it.</summary>
    private static byte[] Messages(Broker broker)
    {
        using Outlet outlet = broker.OpenOutlet();
        outlet.Subscribe("#");
        broker.GetTopic("a").Publish("41.7"u8);
        broker.GetTopic("b").Publish("grün"u8, new PublishOptions { Sender = "grün" });
        broker.GetTopic("a").Publish([0xFF, 0], new PublishOptions { Sender = "c7" });
        broker.GetTopic("b").Publish(default);
        long encoded = 0;
        OutgoingBatch batch = OutgoingBatch.Begin(WireForm.Binary);
        batch.BeginMessages(42, 3, 4);
        for (long position = 42; outlet.TryRead(out RetainedMessage message); position++)
        {
            batch.PutMessage(BinaryForm.Of(message.Block, broker.Pool, ref encoded).Payload, position);
            message.Dispose();
        }

        batch.EndMessages(45);
        Assert.Equal(FrameStatusKind.Complete, new BinaryFrameCodec(false, 4096).Decode(batch.Objects.Octets, out BinaryFrame frame).Kind);
        return frame.Body.ToArray();
    }
}
