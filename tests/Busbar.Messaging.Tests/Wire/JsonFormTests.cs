using System.Text;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class JsonFormTests
{
    [Theory]
    [InlineData("41.7", "41.7]")]
    [InlineData("{\"a\": [1, \"é\"]}", "{\"a\": [1, \"é\"]}]")]
    [InlineData("null", "null]")]
    [InlineData("on", "\"on\",null,\"text\"]")]
    [InlineData("", "\"\",null,\"text\"]")]
    [InlineData("1 2", "\"1 2\",null,\"text\"]")]
    [InlineData("a\"b\\c\nd\u0001", "\"a\\\"b\\\\c\\u000ad\\u0001\",null,\"text\"]")]
    public void Of_APayload_IsJsonItselfOrAString(string payload, string expected) =>
        Assert.Equal($"[0,1,1767225600000,{expected}", FormOf(Encoding.UTF8.GetBytes(payload), null));

    [Fact]
    public void Of_OctetsThatAreNoText_AreBase64() => Assert.Equal("[0,1,1767225600000,\"/wD+\",null,\"base64\"]", FormOf([0xFF, 0x00, 0xFE], null));

    [Fact]
    public void Of_AMessageOfAClient_NamesIt()
    {
        Assert.Equal("[0,1,1767225600000,5,\"c7\"]", FormOf("5"u8, "c7"));
        Assert.Equal("[0,1,1767225600000,\"x\",\"c7\",\"text\"]", FormOf("x"u8, "c7"));
    }

    [Fact]
    public void Of_ForManyReaders_IsMadeOnceAndGoesBackWithTheMessage()
    {
        using var broker = new Broker();
        using Outlet outlet = broker.OpenOutlet();
        outlet.Subscribe("t");
        broker.Publish("t", "1"u8);
        Assert.True(outlet.TryRead(out RetainedMessage message));
        long encoded = 0;

        MessageBlock first = JsonForm.Of(message.Block, broker.Pool, ref encoded);
        MessageBlock second = JsonForm.Of(message.Block, broker.Pool, ref encoded);

        Assert.Same(first, second);
        Assert.Equal(1, encoded);
        message.Dispose();
        Assert.Equal(0, broker.Pool.Outstanding);
    }

    [Fact]
    public void Make_EachWriter_GivesJson()
    {
        var text = new WireBuffer();
        Check(() => JsonWire.WriteWelcome(text, new WelcomeObject("s", "c1", "e", 1_700_000_000_123_500_000, true, 41, new ServerLimits(15000, 30000, 65536, 256))),
            """{"type":"welcome","version":1,"session":"s","client":"c1","epoch":"e","now":1700000000123.5,"resumed":true,"position":41,"heartbeat":15000,"grace":30000,"maxMessage":65536,"maxJoins":256}""");
        Check(() => JsonWire.WriteGap(text, 42, 57), """{"type":"gap","from":42,"to":57}""");
        Check(() => JsonWire.WriteHeartbeat(text, 1_000_000), """{"type":"heartbeat","now":1}""");
        Check(() => JsonWire.WriteError(text, 3, WireError.BadTopic, "a \"b\""), """{"type":"error","id":3,"code":"bad-topic","message":"a \"b\""}""");
        Check(() => JsonWire.WriteError(text, null, WireError.NoClient, "x"), """{"type":"error","code":"no-client","message":"x"}""");
        Check(() => JsonWire.WriteJoined(text, 1, "a/#", null, false, null), """{"type":"joined","id":1,"filter":"a/#"}""");
        Check(() => JsonWire.WriteJoined(text, 1, "a", 17, true, 4), """{"type":"joined","id":1,"filter":"a","sequence":17,"gap":{"missed":4}}""");
        Check(() => JsonWire.WriteJoined(text, null, "a", 0, true, null), """{"type":"joined","filter":"a","sequence":0,"gap":{"missed":null}}""");
        Check(() => JsonWire.WriteLeft(text, 2, "a"), """{"type":"left","id":2,"filter":"a"}""");
        Check(() => JsonWire.WritePublished(text, 3, "chat", 9), """{"type":"published","id":3,"topic":"chat","sequence":9}""");
        Check(() => JsonWire.WriteSent(text, 4), """{"type":"sent","id":4}""");
        Check(() => JsonWire.WriteResponse(text, 5, "[1]"u8), """{"type":"response","id":5,"value":[1]}""");
        Check(() => JsonWire.WriteResponse(text, 5, default), """{"type":"response","id":5,"value":null}""");
        Check(() => { JsonWire.OpenSend(text, null, "open", "{}"u8); JsonWire.Close(text, 7); }, """{"type":"send","from":null,"name":"open","value":{},"position":7}""");
        Check(() => { JsonWire.OpenRequest(text, 1, "c3", null, "5"u8); JsonWire.Close(text, 8); }, """{"type":"request","id":"s1","from":"c3","value":5,"position":8}""");
        Check(() => { JsonWire.OpenPresenceChange(text, "chat", "c8", null, true); JsonWire.Close(text, 9); },
            """{"type":"presence","filter":"chat","joined":[{"client":"c8","name":null}],"left":[],"position":9}""");
        Check(() => { JsonWire.OpenPresenceChange(text, "chat", "c8", "ann", false); JsonWire.Close(text, 9); },
            """{"type":"presence","filter":"chat","joined":[],"left":[{"client":"c8","name":"ann"}],"position":9}""");

        void Check(Action write, string expected)
        {
            text.Clear();
            write();
            Assert.Equal(expected, Encoding.UTF8.GetString(text.Written));
            Assert.True(JsonForm.IsJson(text.Written));
        }
    }

    private static string FormOf(ReadOnlySpan<byte> payload, string? sender)
    {
        using var broker = new Broker(new BrokerOptions { TimeProvider = new ManualTimeProvider() });
        using Outlet outlet = broker.OpenOutlet();
        outlet.Subscribe("t");
        broker.Publish("t", payload, new PublishOptions { Sender = sender });
        Assert.True(outlet.TryRead(out RetainedMessage message));
        long encoded = 0;
        string form = Encoding.UTF8.GetString(JsonForm.Of(message.Block, broker.Pool, ref encoded).Payload);
        message.Dispose();
        return form;
    }
}
