using System.Text.Json;

namespace Busbar.Tool.Tests.Commands;

/// <summary><c>busbar modbus decode</c> and <c>encode</c>, as scripts use them.</summary>
public sealed class ModbusFrameTests
{
    /// <summary>What a frame alone does not say: how many bits were asked for, how registers are meant, which exception the answer will be.</summary>
    private static readonly string[] NotInTheFrame = ["quantity", "bits", "type", "value", "order", "for_exception", "raw_value", "broadcast"];

    [Theory]
    [InlineData("tcp", "request", 2)] // three ask for more than a read may
    [InlineData("tcp", "response", 0)]
    [InlineData("rtu", "request", 2)]
    [InlineData("rtu", "response", 0)]
    [InlineData("ascii", "request", 2)]
    [InlineData("ascii", "response", 0)]
    public async Task Decode_Vectors_GivesTheirFields_AndEncodeTheFramesAgain(string framing, string direction, int expectedCode)
    {
        JsonElement[] vectors = Vectors(framing, direction);
        string frames = Lines(vectors.Select(vector => vector.GetProperty(framing).GetString()!.TrimEnd()));

        var decoded = await ToolProcess.PipeAsync(frames, "modbus", "decode", "--framing", framing, "--direction", direction);
        var encoded = await ToolProcess.PipeAsync(decoded.Output, "modbus", "encode", "--framing", framing);
        var fromVectors = await ToolProcess.PipeAsync(Lines(vectors.Select(vector => vector.GetRawText())), "modbus", "encode", "--framing", framing);

        Assert.Equal(expectedCode, decoded.Code);
        JsonElement[] lines = [.. decoded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(vectors.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
            AssertSame(vectors[i], lines[i], framing);
        Assert.Equal((0, frames, ""), encoded);
        Assert.Equal((0, frames, ""), fromVectors);
    }

    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    public async Task Encode_FieldsWithoutPdu_GivesTheFrame(string direction)
    {
        JsonElement[] vectors = [.. Vectors("rtu", direction).Where(vector => IsSaidByItsFields(vector))];

        var encoded = await ToolProcess.PipeAsync(Lines(vectors.Select(WithoutPdu)), "modbus", "encode", "--framing", "rtu");

        Assert.Equal((0, Lines(vectors.Select(vector => vector.GetProperty("rtu").GetString()!)), ""), encoded);
    }

    [Theory]
    [InlineData("tcp", "request", "0001000000060103000", 9, "a line must be pairs of hexadecimal digits")]
    [InlineData("tcp", "request", "00010000000601xx", 7, "a line must be pairs of hexadecimal digits")]
    [InlineData("tcp", "request", "000100000006010300", 9, "the frame must have 12 octets")]
    [InlineData("tcp", "request", "000100000006010300000001FF", 12, "nothing may stand behind the frame")]
    [InlineData("tcp", "request", "000100010006010300000001", 2, "protocol identifier must be 0")]
    [InlineData("tcp", "request", "000100000001010300000001", 4, "length must be 2 to 254")]
    [InlineData("tcp", "request", "000100000006010300000000", 10, "the quantity must be 1 to 125")]
    [InlineData("tcp", "response", "00010000000501030400 01", 8, "the byte count must be that of the octets behind it")]
    [InlineData("rtu", "request", "01030000000AC5CE", 6, "the CRC must be right: c5cd")]
    [InlineData("rtu", "request", "0103", 2, "a frame must have at least 4 octets")]
    [InlineData("rtu", "request", "01030200FFF804", 1, "a response is no request")]
    [InlineData("ascii", "request", "01030000000AF2", 0, "a frame must begin with a colon")]
    [InlineData("ascii", "request", ":01030000000AF3", 13, "the LRC must be right")]
    [InlineData("ascii", "request", ":0103x000000AF2", 5, "between colon and CR there must be hexadecimal digits")]
    [InlineData("ascii", "request", ":010300000000FC", 9, "the quantity must be 1 to 125")]
    public async Task Decode_NoFrame_SaysOffsetAndRule_AndExits2(string framing, string direction, string line, int offset, string rule)
    {
        var (code, output, said) = await ToolProcess.PipeAsync(line + "\n", "modbus", "decode", "--framing", framing, "--direction", direction);

        JsonElement error = JsonElement.Parse(output).GetProperty("error");
        Assert.Equal((offset, rule), (error.GetProperty("offset").GetInt32(), error.GetProperty("rule").GetString()));
        Assert.Equal((2, "1 of 1 lines held no right frame."), (code, said.TrimEnd()));
    }

    [Theory]
    [InlineData("nonsense", "A line must be a JSON object")]
    [InlineData("[1]", "'a line' must be a JSON object.")]
    [InlineData("{}", "The field 'fc' is missing.")]
    [InlineData("""{"fc":3,"fields":7}""", "'fields' must be a JSON object.")]
    [InlineData("""{"fc":300}""", "'fc' must be 0 to 255, not 300.")]
    [InlineData("""{"fc":3,"fields":{"address":1}}""", "The field 'quantity' is missing.")]
    [InlineData("""{"fc":3,"fields":{"address":-1,"quantity":1}}""", "'address' must be a number from 0 to 65535.")]
    [InlineData("""{"fc":3,"direction":"up","fields":{}}""", "'direction' must be request or response.")]
    [InlineData("""{"fc":65,"fields":{}}""", "The field 'pdu' is missing.")]
    [InlineData("""{"pdu":"0"}""", "'pdu' must be a text of pairs of hexadecimal digits.")]
    [InlineData("""{"pdu":""}""", "A PDU must have 1 to 253 octets, not 0.")]
    [InlineData("""{"fc":6,"pdu":"0600010002","fields":{"address":1,"value":3}}""", "'pdu' and 'fields' must say the same: the fields make 0600010003.")]
    [InlineData("""{"fc":20,"fields":{"groups":[1]}}""", "The field 'file' is missing.")]
    [InlineData("""{"fc":20,"fields":{"groups":[]}}""", "The fields are more, or fewer, than a PDU takes")]
    [InlineData("""{"fc":5,"fields":{"address":1,"value":"on"}}""", "'value' must be true or false.")]
    public async Task Encode_NoSuchLine_SaysWhichAndWhy_AndExits2(string line, string why)
    {
        var (code, output, said) = await ToolProcess.PipeAsync($"{{\"pdu\":\"03006b0003\"}}\n\n{line}\n", "modbus", "encode", "--framing", "rtu");

        Assert.Equal(2, code);
        Assert.Equal("0103006b00037417", output.TrimEnd());
        Assert.StartsWith($"Line 3: {why}", said, StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 lines made no frame.", said.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_NoLines_IsDone()
    {
        Assert.Equal((0, "", ""), await ToolProcess.PipeAsync("\n", "modbus", "decode"));
    }

    [Theory]
    [InlineData("modbus decode --framing udp", "--framing must be tcp, rtu or ascii, not 'udp'")]
    [InlineData("modbus encode --direction up", "--direction must be request or response, not 'up'")]
    public async Task WrongOption_Exits2(string arguments, string said)
    {
        (int code, string output, string error) = await ToolProcess.PipeAsync("", arguments.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
    }

    private static void AssertSame(JsonElement vector, JsonElement line, string framing)
    {
        foreach (string name in new[] { "fc", "direction", "pdu" })
            Assert.Equal(vector.GetProperty(name).ToString(), line.GetProperty(name).ToString());
        JsonElement fields = line.GetProperty("fields");
        foreach (JsonProperty field in vector.GetProperty("fields").EnumerateObject())
        {
            if (field.Name == "tid" && framing != "tcp")
                Assert.False(fields.TryGetProperty("tid", out _));
            else if (fields.TryGetProperty(field.Name, out JsonElement decoded) && !NotInTheFrame.Contains(field.Name))
                Assert.True(JsonElement.DeepEquals(field.Value, decoded), $"{vector.GetProperty("name")}: {line}");
            else if (field.Name == "bits")
                Assert.StartsWith(field.Value.GetString()!, decoded.GetString()!, StringComparison.Ordinal);
            else
                Assert.Contains(field.Name, NotInTheFrame);
        }
    }

    private static bool IsSaidByItsFields(JsonElement vector)
    {
        JsonElement fields = vector.GetProperty("fields");
        return !fields.TryGetProperty("for_exception", out _) && !fields.TryGetProperty("raw_value", out _)
            && (fields.EnumerateObject().Count() > 2 || vector.GetProperty("pdu").GetString()!.Length == 2);
    }

    private static string WithoutPdu(JsonElement vector) =>
        $"{{\"fc\":{vector.GetProperty("fc")},\"direction\":\"{vector.GetProperty("direction")}\",\"fields\":{vector.GetProperty("fields").GetRawText()}}}";

    private static JsonElement[] Vectors(string framing, string direction) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "pdu.jsonl"))
            .Select(line => JsonElement.Parse(line))
            .Where(vector => vector.GetProperty("direction").GetString() == direction && vector.GetProperty(framing).ValueKind == JsonValueKind.String),
    ];

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + Environment.NewLine));
}
