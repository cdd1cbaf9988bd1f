using System.Buffers;
using System.Text;
using System.Text.Json;
using Busbar.MessagePack.Tests.Support;

namespace Busbar.MessagePack.Tests.ThingsDb;

/// <summary>Every payload captured from a ThingsDB server and its clients, some of them broken on purpose.</summary>
public sealed class TranscriptTests
{
    /// <summary>What nobody can decode, and why.</summary>
    private static readonly Dictionary<string, MessagePackStatus> Broken = new(StringComparer.Ordinal)
    {
        ["args_invalid_utf8_str 0"] = MessagePackStatus.InvalidText,
        ["args_invalid_utf8_str 1"] = MessagePackStatus.InvalidText,
        ["malformed_msgpack_c1 0"] = MessagePackStatus.Reserved,
        ["malformed_map_truncated 0"] = MessagePackStatus.Incomplete,
        ["malformed_value_truncated 0"] = MessagePackStatus.Incomplete,
        ["run_malformed_args 0"] = MessagePackStatus.Incomplete,
        ["emit_malformed_args 0"] = MessagePackStatus.Incomplete,
    };

    public static TheoryData<string> Decodable => [.. TranscriptLine.All.Where(static line => line.IsDecodable && line.Payload.Length > 0).Select(static line => line.Name)];

    public static TheoryData<string> Undecodable => [.. Broken.Keys];

    [Fact]
    public void Transcripts_AreThere()
    {
        Assert.Equal(787, TranscriptLine.All.Count);
        Assert.InRange(Decodable.Count, 600, 787);
    }

    [Theory]
    [MemberData(nameof(Decodable))]
    public void Payload_DecodesAsTheOtherDecoderSaid_WholeAndSplit(string name)
    {
        TranscriptLine line = Named(name);

        Assert.Equal(line.Meaning, Described.Value(line.Payload));
        Assert.Equal(line.Meaning, Described.Value(Segment.Single(line.Payload)));
        Assert.Equal(line.Meaning, Described.Value(Segment.CutAt(line.Payload, line.Payload.Length / 2)));
    }

    [Theory]
    [MemberData(nameof(Decodable))]
    public void Payload_IsWrittenAsJsonThatParses(string name)
    {
        TranscriptLine line = Named(name);
        var reader = new MessagePackReader(line.Payload);
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);

        Assert.True(MessagePackJson.TryWrite(ref reader, json), reader.Error.ToString());
        json.Flush();

        Assert.True(reader.IsAtEnd);
        Assert.NotEqual(JsonValueKind.Undefined, JsonElement.Parse(output.WrittenSpan).ValueKind);
    }

    [Theory]
    [MemberData(nameof(Undecodable))]
    public void BrokenPayload_IsAStatus(string name)
    {
        var reader = new MessagePackReader(Named(name).Payload);

        Assert.False(Described.TryAppend(ref reader, new StringBuilder()));
        Assert.Equal(Broken[name], reader.Error.Status);
    }

    [Fact]
    public void EachBrokenPayload_IsListed() =>
        // Two packages in one message: the payload of the first one decodes.
        Assert.Equal(
            Broken.Keys.Append("ws_two_packages_in_one_message 0").Order(StringComparer.Ordinal),
            TranscriptLine.All.Where(static line => !line.IsDecodable).Select(static line => line.Name).Order(StringComparer.Ordinal));

    private static TranscriptLine Named(string name) => TranscriptLine.All.First(line => string.Equals(line.Name, name, StringComparison.Ordinal));
}
