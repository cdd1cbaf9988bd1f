using System.Text;

namespace Busbar.Messaging.Tests;

public sealed class ClientObjectReaderTests
{
    private const string Everything =
        """[ {"type":"hello","key":"k","name":"ann \u00e9","own":false,"session":"s","position":41},{"type":"join","id":1,"filter":"a/+/#","history":20,"since":{"epoch":"e","sequence":17},"presence":true} ,{"type":"publish","id":3,"topic":"chat","value":{"any":["json",1e3,null]},"kind":"state","ttl":5000,"own":false},{"type":"request","id":-5,"to":"c9","name":"add","value":[1,2],"timeout":12.5},{"type":"response","id":"s12","error":"no"},{"type":"bye"} ] """;

    [Theory]
    [InlineData("hello", ClientObjectType.Hello)]
    [InlineData("ack", ClientObjectType.Ack)]
    [InlineData("join", ClientObjectType.Join)]
    [InlineData("leave", ClientObjectType.Leave)]
    [InlineData("publish", ClientObjectType.Publish)]
    [InlineData("send", ClientObjectType.Send)]
    [InlineData("request", ClientObjectType.Request)]
    [InlineData("response", ClientObjectType.Response)]
    [InlineData("presence", ClientObjectType.Presence)]
    [InlineData("bye", ClientObjectType.Bye)]
    [InlineData("h\\u0065llo", ClientObjectType.Hello)]
    internal void TryRead_EachType_IsKnown(string type, ClientObjectType expected)
    {
        var reader = new ClientObjectReader(Encoding.UTF8.GetBytes($$"""{"other":{"x":[]},"type":"{{type}}"}"""));

        Assert.True(reader.TryRead(out ClientObject message, out string? fault));
        Assert.Null(fault);
        Assert.Equal(expected, message.Type);
        Assert.False(reader.TryRead(out _, out fault));
        Assert.Null(fault);
    }

    [Fact]
    public void TryRead_AnArray_GivesEachObjectWithItsMembers()
    {
        var reader = new ClientObjectReader(Encoding.UTF8.GetBytes(Everything));

        ClientObject hello = Next(ref reader);
        Assert.Equal("k", hello.Key.ToString());
        Assert.Equal("ann é", hello.Name.ToString());
        Assert.Equal("s", hello.Session.ToString());
        Assert.Equal(41, hello.Position);
        Assert.False(hello.Own);
        ClientObject join = Next(ref reader);
        Assert.Equal(1, join.Id);
        Assert.Equal("a/+/#", join.Filter.ToString());
        Assert.Equal(20, join.History);
        Assert.Equal("e", join.Epoch.ToString());
        Assert.Equal(17, join.Since);
        Assert.True(join.Presence);
        ClientObject publish = Next(ref reader);
        Assert.Equal("chat", publish.Topic.ToString());
        Assert.Equal("""{"any":["json",1e3,null]}""", Encoding.UTF8.GetString(publish.Value));
        Assert.Equal(TopicKind.State, publish.Kind);
        Assert.Equal(5000, publish.TimeToLive);
        ClientObject request = Next(ref reader);
        Assert.Equal(-5, request.Id);
        Assert.Equal("c9", request.To.ToString());
        Assert.Equal(12.5, request.Timeout);
        ClientObject response = Next(ref reader);
        Assert.Equal(12, response.RequestId);
        Assert.Equal("no", response.Error.ToString());
        Assert.Equal(ClientObjectType.Bye, Next(ref reader).Type);
        Assert.False(reader.TryRead(out _, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void TryRead_FromWhereAnotherReaderStood_GoesOnThere()
    {
        byte[] text = Encoding.UTF8.GetBytes(Everything);
        int position = 0;
        int count = 0;

        while (true)
        {
            var reader = new ClientObjectReader(text, position);
            if (!reader.TryRead(out _, out string? fault))
                break;
            Assert.Null(fault);
            position = reader.Position;
            count++;
        }

        Assert.Equal(6, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("17")]
    [InlineData("\"type\"")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[17]")]
    [InlineData("[[]]")]
    [InlineData("{\"type\":5}")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":\"welcome\"}")]
    [InlineData("{\"type\":\"bye\",}")]
    [InlineData("{\"type\":\"join\",\"filter\":5}")]
    [InlineData("{\"type\":\"join\",\"since\":5}")]
    [InlineData("{\"type\":\"join\",\"since\":{\"epoch\":5,\"sequence\":1}}")]
    [InlineData("{\"type\":\"join\",\"since\":{\"epoch\":\"e\"}}")]
    [InlineData("{\"type\":\"ack\",\"position\":-1}")]
    [InlineData("{\"type\":\"ack\",\"position\":1.5}")]
    [InlineData("{\"type\":\"ack\",\"position\":9007199254740992}")]
    [InlineData("{\"type\":\"ack\",\"id\":\"x1\"}")]
    [InlineData("{\"type\":\"publish\",\"kind\":\"stat\"}")]
    [InlineData("{\"type\":\"publish\",\"ttl\":0}")]
    [InlineData("{\"type\":\"publish\",\"own\":1}")]
    [InlineData("{\"type\":\"hello\",\"name\":\"\\ud800\"}")]
    public void TryRead_WhatBreaksARule_IsAFaultAndTheEnd(string text)
    {
        var reader = new ClientObjectReader(Encoding.UTF8.GetBytes(text));

        Assert.True(reader.TryRead(out _, out string? fault));
        Assert.NotNull(fault);
    }

    [Theory]
    [InlineData("{\"type\":\"bye\"} 5")]
    [InlineData("{\"type\":\"bye\"}{\"type\":\"bye\"}")]
    [InlineData("[{\"type\":\"bye\"}")]
    [InlineData("[{\"type\":\"bye\"},]")]
    [InlineData("[{\"type\":\"bye\"}] 5")]
    [InlineData("[{\"type\":\"bye\"} {\"type\":\"bye\"}]")]
    public void TryRead_BehindARightObject_FindsTheFault(string text)
    {
        var reader = new ClientObjectReader(Encoding.UTF8.GetBytes(text));

        Assert.True(reader.TryRead(out _, out string? fault));
        Assert.Null(fault);
        Assert.True(reader.TryRead(out _, out fault));
        Assert.NotNull(fault);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), reader.Position);
    }

    [Fact]
    public void TryRead_AWrongMember_StillTellsTheId()
    {
        var reader = new ClientObjectReader("""{"type":"join","filter":{"a":[1]},"id":7}"""u8);

        Assert.True(reader.TryRead(out ClientObject message, out string? fault));
        Assert.Equal("filter must be a string", fault);
        Assert.Equal(7, message.Id);
    }

    [Fact]
    public void TryRead_AnEmptyArray_IsTheEnd()
    {
        var reader = new ClientObjectReader(" [ ] "u8);

        Assert.False(reader.TryRead(out _, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void TryRead_TextThatIsNotUtf8_IsAFault()
    {
        var reader = new ClientObjectReader([.. "{\"type\":\"bye\",\"x\":\""u8, 0xC3, .. "\"}"u8]);

        Assert.True(reader.TryRead(out _, out string? fault));
        Assert.Equal("the text is not UTF-8", fault);
    }

    [Fact]
    public void TryRead_ANestOfValues_EndsInAFault()
    {
        string deep = $$"""{"type":"publish","value":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";
        var reader = new ClientObjectReader(Encoding.UTF8.GetBytes(deep));

        Assert.True(reader.TryRead(out _, out string? fault));
        Assert.Equal("the text is not JSON", fault);
    }

    [Fact]
    public void TryRead_AHundredThousandMutations_GiveAStatusAndComeToAnEnd()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Everything);
        var random = new Random(4711);
        int faults = 0;

        for (int round = 0; round < 100_000; round++)
        {
            byte[] text = whole.AsSpan(0, random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length).ToArray();
            for (int change = random.Next(1, 6); change > 0 && text.Length > 0; change--)
                text[random.Next(text.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];

            var reader = new ClientObjectReader(text);
            int objects = 0;
            while (reader.TryRead(out ClientObject message, out string? fault))
            {
                objects++;
                if (fault is null)
                    Touch(message);
                else
                    faults++;
                if (fault is not null && reader.Position == text.Length)
                    break;
                Assert.True(objects <= text.Length);
            }
        }

        Assert.InRange(faults, 50_000, 300_000);
    }

    private static void Touch(in ClientObject message)
    {
        _ = message.Name.ToString();
        _ = message.Key.ToString();
        _ = message.Filter.ToString();
        _ = message.Topic.ToString();
        Assert.True(message.Value.IsEmpty || JsonForm.IsJson(message.Value));
    }

    private static ClientObject Next(ref ClientObjectReader reader)
    {
        Assert.True(reader.TryRead(out ClientObject message, out string? fault));
        Assert.Null(fault);
        return message;
    }
}
