using System.Text;

namespace Busbar.Messaging.Tests;

public sealed class PlainObjectTests
{
    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"open the door\"")]
    [InlineData("\"größer\"")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("41.7")]
    [InlineData("-12.50")]
    [InlineData("1e3")]
    [InlineData("1.5E-07")]
    [InlineData("9999999999999999999999")]
    public void TryRead_APublishOfAPlainValue_IsRead(string value)
    {
        byte[] text = Encoding.UTF8.GetBytes($$"""{"type":"publish","topic":"plant/3","value":{{value}}}""");

        Assert.True(PlainObject.TryRead(text, out ClientObject message));
        Assert.Equal(ClientObjectType.Publish, message.Type);
        Assert.Equal("plant/3", message.Topic.ToString());
        Assert.Equal(value, Encoding.UTF8.GetString(message.Value));
        Assert.Null(message.Id);
        Assert.Null(message.Own);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("57", 57)]
    [InlineData("999999999999999", 999_999_999_999_999)]
    public void TryRead_AnAcknowledgement_IsRead(string position, long expected)
    {
        byte[] text = Encoding.UTF8.GetBytes($$"""{"type":"ack","position":{{position}}}""");

        Assert.True(PlainObject.TryRead(text, out ClientObject message));
        Assert.Equal(ClientObjectType.Ack, message.Type);
        Assert.Equal(expected, message.Position);
    }

    [Theory]
    [InlineData("""{"type":"publish","topic":"a","value":}""")]
    [InlineData("""{"type":"publish","topic":"a","value":01}""")]
    [InlineData("""{"type":"publish","topic":"a","value":1.}""")]
    [InlineData("""{"type":"publish","topic":"a","value":-}""")]
    [InlineData("""{"type":"publish","topic":"a","value":1e}""")]
    [InlineData("""{"type":"publish","topic":"a","value":1e+}""")]
    [InlineData("""{"type":"publish","topic":"a","value":+1}""")]
    [InlineData("""{"type":"publish","topic":"a","value":1 }""")]
    [InlineData("""{"type":"publish","topic":"a","value":"}""")]
    [InlineData("""{"type":"publish","topic":"a","value":"b"c"}""")]
    [InlineData("""{"type":"publish","topic":"a","value":"b\n"}""")]
    [InlineData("""{"type":"publish","topic":"a","value":"b","own":false}""")]
    [InlineData("""{"type":"publish","topic":"a","value":{"b":1}}""")]
    [InlineData("""{"type":"publish","topic":"a\u0062","value":1}""")]
    [InlineData("""{"type":"publish","topic":"a","value":1}]""")]
    [InlineData("""{"type":"publish","topic":"a","value":1""")]
    [InlineData("""{"type":"publish","topic":"a""")]
    [InlineData("""{"type":"publish","topic":" """)]
    [InlineData("""{"type":"ack","position":}""")]
    [InlineData("""{"type":"ack","position":01}""")]
    [InlineData("""{"type":"ack","position":-1}""")]
    [InlineData("""{"type":"ack","position":+1}""")]
    [InlineData("""{"type":"ack","position":1.0}""")]
    [InlineData("""{"type":"ack","position":1""")]
    [InlineData("""{"type":"ack","position":1} """)]
    [InlineData("""{"type":"ack","position":1000000000000000}""")]
    [InlineData("""{"type":"ack","position":""")]
    [InlineData("")]
    public void TryRead_AnythingElse_IsLeftToTheTokenizer(string text) => Assert.False(PlainObject.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryRead_WhatIsNoUtf8_IsLeftToTheTokenizer()
    {
        byte[] text = Encoding.UTF8.GetBytes("""{"type":"publish","topic":"a","value":"?"}""");
        text[^3] = 0xFF;

        Assert.False(PlainObject.TryRead(text, out _));
    }

    [Fact]
    public void TryRead_MutatedTexts_SaysNothingThatTheTokenizerDenies()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        byte[][] samples =
        [
            Encoding.UTF8.GetBytes("""{"type":"publish","topic":"plant/ä","value":-41.7e3}"""),
            Encoding.UTF8.GetBytes("""{"type":"publish","topic":"plant/3","value":"some text"}"""),
            Encoding.UTF8.GetBytes("""{"type":"ack","position":1234}"""),
        ];
        ReadOnlySpan<byte> likely = "0123456789.eE+-\"\\}{,: x\x7f"u8;
        int read = 0;
        for (int i = 0; i < 200_000; i++)
        {
            byte[] text = (byte[])samples[i % samples.Length].Clone();
            for (int changes = random.Next(3); changes > 0; changes--)
                text[^random.Next(1, Math.Min(text.Length, 24))] = random.Next(8) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)];
            if (!PlainObject.TryRead(text, out ClientObject plain))
                continue;
            read++;
            var reader = new ClientObjectReader([(byte)' ', .. text]); // which no plain object begins with
            Assert.True(reader.TryRead(out ClientObject whole, out string? fault), $"seed {Seed}, turn {i}");
            Assert.Null(fault);
            Assert.Equal(whole.Type, plain.Type);
            Assert.Equal(whole.Position, plain.Position);
            Assert.Equal(whole.Topic.ToString(), plain.Topic.ToString());
            Assert.True(whole.Value.SequenceEqual(plain.Value));
        }

        Assert.InRange(read, 50_000, 200_000);
    }
}
