using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Busbar.MessagePack.Tests.Support;

namespace Busbar.MessagePack.Tests.ThingsDb;

/// <summary>One package captured from a ThingsDB server: its payload, and what another decoder made of it.</summary>
internal sealed record TranscriptLine(string Name, byte[] Payload, JsonElement Decoded)
{
    private const int HeaderLength = 8;

    public static IReadOnlyList<TranscriptLine> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "transcripts.jsonl"))
            .Select(static line => JsonElement.Parse(line))
            .Where(static line => line.GetProperty("hex").GetString()!.Length >= 2 * HeaderLength)
            .Select(static line => new TranscriptLine(
                $"{line.GetProperty("name").GetString()} {line.GetProperty("seq").GetInt32().ToString(CultureInfo.InvariantCulture)}",
                PayloadOf(Convert.FromHexString(line.GetProperty("hex").GetString()!)),
                line.GetProperty("decoded"))),
    ];

    /// <summary>What was decoded, as <see cref="Described"/> writes it; the conventions stand in the vectors' own description.</summary>
    public string Meaning => Describe(Decoded);

    /// <summary>Whether the package holds MessagePack that the other decoder could read.</summary>
    public bool IsDecodable => !Decoded.ToString().Contains("$undecodable", StringComparison.Ordinal);

    // Some captured packages lie about their length, and one message holds two packages.
    private static byte[] PayloadOf(byte[] package)
    {
        long length = BinaryPrimitives.ReadUInt32LittleEndian(package);
        return package[HeaderLength..(int)Math.Min(package.Length, HeaderLength + length)];
    }

    private static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => "nil",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.String => Described.Quoted(json.GetString()!),
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Describe))}]",
        _ => DescribeObject(json),
    };

    private static string DescribeObject(JsonElement json)
    {
        JsonProperty[] properties = [.. json.EnumerateObject()];
        if (properties is not [{ Value: var value, Name: var name }] || !name.StartsWith('$'))
            return $"{{{string.Join(',', properties.Select(static property => $"{Described.Quoted(property.Name)}:{Describe(property.Value)}"))}}}";

        return name switch
        {
            "$bin" => Described.Binary(Convert.FromHexString(value.GetString()!)),
            "$int" => value.GetString()!,
            "$float" => Described.Float(Float(value.GetString()!)),
            "$ext" => Described.Extension(value[0].GetInt32(), Convert.FromHexString(value[1].GetString()!)),
            "$timestamp" => Described.Time(value.GetInt64(), 0),
            "$repeat" => Described.Quoted(string.Concat(Enumerable.Repeat(value[0].GetString()!, value[1].GetInt32()))),
            "$map" => $"{{{string.Join(',', value.EnumerateArray().Select(static pair => $"{Describe(pair[0])}:{Describe(pair[1])}"))}}}",
            _ => throw new InvalidDataException($"The vectors use {name}, which this test does not know."),
        };
    }

    private static double Float(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
