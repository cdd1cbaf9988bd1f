using System.Buffers;
using System.Text.Json;
using Busbar.MessagePack;

namespace Busbar.Benchmarks.MessagePack;

/// <summary>Events of three arguments, a name of 3 to 20 letters, a value and a time, as MessagePack and as JSON; each a payload of its own.</summary>
internal sealed class EventInputs
{
    public const int Count = 1024;
    public const int MaxEventLength = 64;

    private static readonly DateTimeOffset Start = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    public EventInputs()
    {
        Random random = Inputs.Random();
        for (int i = 0; i < Count; i++)
        {
            Names[i] = string.Concat(Enumerable.Range(0, random.Next(3, 21)).Select(_ => (char)random.Next('a', 'z' + 1)));
            Values[i] = random.Next(100_000) / 100d;
            Times[i] = Start.AddTicks(random.NextInt64(TimeSpan.TicksPerDay));
        }

        var octets = new ArrayBufferWriter<byte>();
        var json = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Count; i++)
        {
            Offsets[i] = octets.WrittenCount;
            JsonOffsets[i] = json.WrittenCount;
            Write(octets, Names[i], Values[i], Times[i]);
            WriteJson(json, Names[i], Values[i], Times[i]);
        }

        Offsets[Count] = octets.WrittenCount;
        JsonOffsets[Count] = json.WrittenCount;
        Octets = octets.WrittenSpan.ToArray();
        Json = json.WrittenSpan.ToArray();
    }

    public string[] Names { get; } = new string[Count];

    public double[] Values { get; } = new double[Count];

    public DateTimeOffset[] Times { get; } = new DateTimeOffset[Count];

    public byte[] Octets { get; }

    public int[] Offsets { get; } = new int[Count + 1];

    public byte[] Json { get; }

    public int[] JsonOffsets { get; } = new int[Count + 1];

    private static void Write(IBufferWriter<byte> output, string name, double value, DateTimeOffset time)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.WriteString(name);
        writer.WriteDouble(value);
        writer.WriteTimestamp(time);
        writer.Flush();
    }

    private static void WriteJson(IBufferWriter<byte> output, string name, double value, DateTimeOffset time)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteNumberValue(value);
        json.WriteStringValue(time);
        json.WriteEndArray();
    }
}
