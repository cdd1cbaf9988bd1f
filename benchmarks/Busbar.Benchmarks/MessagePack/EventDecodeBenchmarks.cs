using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Busbar.MessagePack;

namespace Busbar.Benchmarks.MessagePack;

/// <summary>
/// A payload of three arguments decoded, a reader for each: beside code by hand that knows the one format of each argument, and beside
/// the JSON reader of the base library on the same data. Names stay UTF-8, so nobody allocates.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("MessagePack")]
public class EventDecodeBenchmarks
{
    private const int Operations = EventInputs.Count;
    private readonly EventInputs _inputs = new();
    private readonly ReadOnlySequence<byte>[] _single = new ReadOnlySequence<byte>[Operations];
    private readonly ReadOnlySequence<byte>[] _split = new ReadOnlySequence<byte>[Operations];

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Operations; i++)
        {
            ReadOnlyMemory<byte> octets = _inputs.Octets.AsMemory(_inputs.Offsets[i].._inputs.Offsets[i + 1]);
            _single[i] = new ReadOnlySequence<byte>(octets);
            int value = octets.Length - 19; // the float's format octet; the cut is within the float
            _split[i] = TwoSegments.Of(octets[..(value + 4)], octets[(value + 4)..]);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long ByHand()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            ReadOnlySpan<byte> octets = _inputs.Octets.AsSpan(_inputs.Offsets[i].._inputs.Offsets[i + 1]);
            if (octets.Length < 2 || octets[0] != 0x93 || (octets[1] & 0xE0) != 0xA0)
                break;
            int length = octets[1] & 0x1F;
            if (octets.Length < 2 + length + 9 + 10)
                break;
            ReadOnlySpan<byte> name = octets.Slice(2, length);
            octets = octets[(2 + length)..];
            if (octets[0] != 0xCB || octets[9] != 0xD7 || octets[10] != 0xFF || !System.Text.Unicode.Utf8.IsValid(name))
                break;
            double value = BinaryPrimitives.ReadDoubleBigEndian(octets[1..]);
            ulong time = BinaryPrimitives.ReadUInt64BigEndian(octets[11..]);
            if (time >> 34 > 999_999_999)
                break;
            DateTimeOffset instant = DateTimeOffset.UnixEpoch.AddTicks(((long)(time & 0x3_FFFF_FFFF) * TimeSpan.TicksPerSecond) + ((long)(time >> 34) / 100));
            sum += name.Length + (long)value + instant.UtcTicks;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Reader()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var reader = new MessagePackReader(_inputs.Octets.AsSpan(_inputs.Offsets[i].._inputs.Offsets[i + 1]));
            sum += Decode(ref reader);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ReaderOfSequence()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var reader = new MessagePackReader(_single[i]);
            sum += Decode(ref reader);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ReaderOfSplitSequence()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var reader = new MessagePackReader(_split[i]);
            sum += Decode(ref reader);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long JsonReader()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var json = new Utf8JsonReader(_inputs.Json.AsSpan(_inputs.JsonOffsets[i].._inputs.JsonOffsets[i + 1]));
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.String)
                break;
            int length = json.ValueSpan.Length;
            if (!json.Read() || !json.TryGetDouble(out double value) || !json.Read() || !json.TryGetDateTimeOffset(out DateTimeOffset time) || !json.Read())
                break;
            sum += length + (long)value + time.UtcTicks;
        }

        return sum;
    }

    private static long Decode(ref MessagePackReader reader)
    {
        if (!reader.TryReadArrayHeader(out int count) || count != 3
            || !reader.TryReadUtf8(out ReadOnlySpan<byte> name) || !reader.TryReadDouble(out double value) || !reader.TryReadTimestamp(out DateTimeOffset time))
            throw new InvalidOperationException(reader.Error.ToString());
        return name.Length + (long)value + time.UtcTicks;
    }
}
