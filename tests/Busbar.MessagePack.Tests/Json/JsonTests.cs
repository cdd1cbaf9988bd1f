using System.Buffers;
using System.Text;
using System.Text.Json;
using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Json;

/// <summary>Payloads as JSON and back, by the conventions of <see cref="MessagePackJson"/>.</summary>
public sealed class JsonTests
{
    /// <summary>What comes back as the same octets.</summary>
    public static TheoryData<string, string> Exact => new()
    {
        { "C0", "null" },
        { "C3", "true" },
        { "FF", "-1" },
        { "CF0020000000000000", "9007199254740992" },
        { "D3FFE0000000000000", "-9007199254740992" },
        { "CB4044D9999999999A", "41.7" },
        { "CB7FEFFFFFFFFFFFFF", "1.7976931348623157E+308" },
        { "A26162", "\"ab\"" },
        { "9301A090", "[1,\"\",[]]" },
        { "82A16101A16280", """{"a":1,"b":{}}""" },
        { "82A16101A16102", """{"a":1,"a":2}""" }, // a map may say a key twice, and so may JSON
        { "C7030500FF10", """{"$ext":5,"data":"AP8Q"}""" },
        { "C70080", """{"$ext":-128,"data":""}""" },
        { "D6FF65E07240", """{"$timestamp":"2024-02-29T12:02:08Z"}""" },
        { "D7FF1D6F345465E07240", """{"$timestamp":"2024-02-29T12:02:08.123456789Z"}""" },
        { "D7FF0000000465E07240", """{"$timestamp":"2024-02-29T12:02:08.000000001Z"}""" },
        { "C70CFF1DCD6500FFFFFFFFFFFFFFFF", """{"$timestamp":"1969-12-31T23:59:59.5Z"}""" },
        { "C70CFF3B9AC9FF7FFFFFFFFFFFFFFF", """{"$ext":-1,"data":"O5rJ/3//////////"}""" },
        { "D4FF07", """{"$ext":-1,"data":"Bw=="}""" }, // a timestamp that is none
        { "8101A161", """{"$map":[[1,"a"]]}""" },
        { "82A16101C002", """{"$map":[["a",1],[null,2]]}""" },
        { "81810102C3", """{"$map":[[{"$map":[[1,2]]},true]]}""" },
        { "81A42465787405", """{"$map":[["$ext",5]]}""" }, // a name that would be taken for a convention
        { "81A42462696EA441413D3D", """{"$map":[["$bin","AA=="]]}""" },
        { "82A16101A42465787405", """{"a":1,"$ext":5}""" }, // only the first one would
    };

    /// <summary>What JSON does not have.</summary>
    public static TheoryData<string, string> OneWay => new()
    {
        { "CF0020000000000001", "\"9007199254740993\"" },
        { "D3FFDFFFFFFFFFFFFF", "\"-9007199254740993\"" },
        { "D38000000000000000", "\"-9223372036854775808\"" },
        { "CFFFFFFFFFFFFFFFFF", "\"18446744073709551615\"" },
        { "CB7FF8000000000000", "null" },
        { "CBFFF0000000000000", "null" },
        { "CA7F800000", "null" },
        { "CA4226CCCD", "41.7" }, // a binary32 stays one
        { "CB3FF0000000000000", "1" },
        { "C403000102", "\"AAEC\"" },
        { "C400", "\"\"" },
    };

    /// <summary>What JSON has and MessagePack's reader would not have written so.</summary>
    public static TheoryData<string, string> OnlyIn => new()
    {
        { "18446744073709551615", "CFFFFFFFFFFFFFFFFF" },
        { "-9223372036854775808", "D38000000000000000" },
        { "18446744073709551616", "CB43F0000000000000" },
        { "1.0", "CB3FF0000000000000" },
        { "1e2", "CB4059000000000000" },
        { """{"$bin":"AAEC"}""", "C403000102" },
        { """{"$timestamp":"2024-02-29T12:02:08.10Z"}""", "D7FF17D7840065E07240" },
        { """ "\u20ac\ud83d\ude00" """, "A7E282ACF09F9880" },
        { """{"$map":[]}""", "80" },
    };

    public static TheoryData<string> Refused =>
    [
        "1e999", "-1e999", """ "\ud800" """, """{"\udc00":1}""", """["\ud800"]""",
        """{"$bin":5}""", """{"$bin":"A"}""", """{"$bin":"AA==","x":1}""", """{"$bin":"AA==","$bin":"AA=="}""",
        """{"$ext":5}""", """{"$ext":128,"data":""}""", """{"$ext":-129,"data":""}""", """{"$ext":1.5,"data":""}""", """{"$ext":"5","data":""}""",
        """{"$ext":5,"data":null}""", """{"$ext":5,"data":"","x":1}""", """{"$ext":5,"\ud800":""}""", """{"$ext":5,"$ext":5}""",
        """{"$timestamp":5}""", """{"$timestamp":"2024-02-30T00:00:00Z"}""", """{"$timestamp":"2024-02-29T12:00:00"}""", """{"$timestamp":"2024-02-29T12:00:00.Z"}""",
        """{"$timestamp":"2024-02-29T12:00:00.1234567890Z"}""", """{"$timestamp":"2024-02-29T12:00:00.12x4Z"}""", """{"$timestamp":""}""",
        """{"$map":{}}""", """{"$map":[1]}""", """{"$map":[[1]]}""", """{"$map":[[1,2,3]]}""", """{"$map":[[1,{"$bin":7}]]}""",
    ];

    [Theory]
    [MemberData(nameof(Exact))]
    [MemberData(nameof(OneWay))]
    public void Payload_IsWrittenByTheConventions_WholeAndCutAnywhere(string octets, string json)
    {
        byte[] whole = Hex.Parse(octets);

        Assert.Equal(json, ToJson(new MessagePackReader(whole)));
        Assert.Equal(json, ToJson(new MessagePackReader(Segment.Single(whole))));
        for (int cut = 0; cut <= whole.Length; cut++)
            Assert.Equal(json, ToJson(new MessagePackReader(Segment.CutAt(whole, cut))));
    }

    [Theory]
    [MemberData(nameof(Exact))]
    public void Json_ComesBackAsTheSameOctets(string octets, string json) => Assert.Equal(octets, FromJson(json));

    [Theory]
    [MemberData(nameof(OnlyIn))]
    public void Json_IsReadByTheConventions(string json, string octets) => Assert.Equal(octets, FromJson(json));

    [Theory]
    [MemberData(nameof(Refused))]
    public void JsonAgainstTheConventions_Throws_AndNothingIsWritten(string json)
    {
        byte[] octets = Output.Of((ref writer) =>
        {
            JsonElement element = JsonElement.Parse($"[1,{json}]");
            try
            {
                MessagePackJson.Write(element, ref writer);
                Assert.Fail("taken");
            }
            catch (JsonException)
            {
                Assert.Equal(0, writer.Written);
            }
        });

        Assert.Empty(octets);
    }

    [Fact]
    public void Json_IsReadFromAReader_WhichGoesOn()
    {
        byte[] octets = Output.Of(static (ref writer) =>
        {
            var json = new Utf8JsonReader("[{\"a\":[1]},2]"u8);
            Assert.True(json.Read() && json.Read());
            MessagePackJson.Write(ref json, ref writer);
            Assert.True(json.Read());
            MessagePackJson.Write(ref json, ref writer);
        });

        Assert.Equal("81A161910102", Convert.ToHexString(octets));
    }

    [Fact]
    public void ElementWithoutAValue_Throws() => Assert.Throws<JsonException>(() => Output.Of(static (ref writer) => MessagePackJson.Write(default(JsonElement), ref writer)));

    [Theory]
    [InlineData("9301C1")]
    [InlineData("9301A1")]
    [InlineData("9301A1FF")]
    [InlineData("81A1FF01")]
    [InlineData("81A161C1")]
    [InlineData("8101C1")]
    [InlineData("C1")]
    [InlineData("D4")]
    [InlineData("")]
    public void BrokenPayload_IsAStatus_AndTheReaderStays(string octets)
    {
        var reader = new MessagePackReader(Hex.Parse("C0" + octets));
        Assert.True(reader.TryReadNil());
        using var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>());

        Assert.False(MessagePackJson.TryWrite(ref reader, json));
        Assert.Equal((1L, 0), (reader.Consumed, reader.Depth));
        Assert.NotEqual(MessagePackStatus.Ok, reader.Error.Status);
    }

    [Theory]
    [InlineData((byte)0x91)]
    [InlineData((byte)0x81)]
    public void Nesting_IsBounded_ByTheReaderAndByTheWriter(byte container)
    {
        byte[] octets = [.. Enumerable.Repeat(container, 2_000)];
        foreach (int depth in new[] { 1, 64, 512 })
        {
            var reader = new MessagePackReader(octets, new() { MaxDepth = depth });
            using var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>(), new() { MaxDepth = 40 });
            Assert.False(MessagePackJson.TryWrite(ref reader, json));
            Assert.Equal(MessagePackStatus.TooDeep, reader.Error.Status);
        }
    }

    [Theory]
    [InlineData(1_536, MessagePackStatus.Ok)] // what the runtime gives its threads
    [InlineData(256, MessagePackStatus.TooDeep)]
    public void DeepestNesting_IsWritten_OrTooDeepForTheStackThatIsLeft(int kibibytes, MessagePackStatus expected)
    {
        byte[] octets = [.. Enumerable.Repeat((byte)0x81, 511), 0x80, .. Enumerable.Repeat((byte)0x01, 511)]; // keys that are maps
        var status = MessagePackStatus.Ok;
        var thread = new Thread(
            () =>
            {
                var reader = new MessagePackReader(octets, new() { MaxDepth = 512 });
                using var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>(), new() { MaxDepth = 2_000 });
                if (!MessagePackJson.TryWrite(ref reader, json))
                    status = reader.Error.Status;
            },
            maxStackSize: kibibytes * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(expected, status);
    }

    [Fact]
    public void JsonDeeperThanTheReaderReads_Throws()
    {
        string deep = new string('[', 65) + new string(']', 65);
        using JsonDocument document = JsonDocument.Parse(deep, new() { MaxDepth = 100 });

        Assert.Throws<JsonException>(() => Output.Of((ref writer) => MessagePackJson.Write(document.RootElement, ref writer)));
        byte[] octets = Convert.FromHexString(FromJson(deep[1..^1]));
        var reader = new MessagePackReader(octets);
        Assert.True(reader.TrySkip());
    }

    private static string ToJson(MessagePackReader reader)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.True(MessagePackJson.TryWrite(ref reader, json), reader.Error.ToString());
        Assert.True(reader.IsAtEnd);
        Assert.Equal(0, reader.Depth);
        json.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string FromJson(string json) => Convert.ToHexString(Output.Of((ref writer) => MessagePackJson.Write(JsonElement.Parse(json), ref writer)));
}
