using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Busbar.MessagePack;

namespace Busbar.Benchmarks.MessagePack;

/// <summary>
/// Three arguments encoded into a buffer writer, flushed each: beside code by hand that knows the one format of each argument, and
/// beside the JSON writer of the base library.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("MessagePack")]
public class EventEncodeBenchmarks
{
    private const int Operations = EventInputs.Count;
    private readonly EventInputs _inputs = new();
    private readonly ArrayBufferWriter<byte> _output = new(256 * 1024);
    private Utf8JsonWriter _json = null!;

    [GlobalSetup]
    public void Setup() => _json = new Utf8JsonWriter(_output);

    [GlobalCleanup]
    public void Cleanup() => _json.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int ByHand()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < Operations; i++)
        {
            Span<byte> octets = _output.GetSpan(EventInputs.MaxEventLength);
            Utf8.FromUtf16(_inputs.Names[i], octets[2..], out _, out int length);
            octets[0] = 0x93;
            octets[1] = (byte)(0xA0 | length);
            Span<byte> rest = octets[(2 + length)..];
            rest[0] = 0xCB;
            BinaryPrimitives.WriteDoubleBigEndian(rest[1..], _inputs.Values[i]);
            rest[9] = 0xD7;
            rest[10] = 0xFF;
            long ticks = _inputs.Times[i].UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
            (long seconds, long fraction) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
            BinaryPrimitives.WriteUInt64BigEndian(rest[11..], ((ulong)(fraction * 100) << 34) | (ulong)seconds);
            _output.Advance(2 + length + 19);
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Writer()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < Operations; i++)
        {
            var writer = new MessagePackWriter(_output);
            writer.WriteArrayHeader(3);
            writer.WriteString(_inputs.Names[i]);
            writer.WriteDouble(_inputs.Values[i]);
            writer.WriteTimestamp(_inputs.Times[i]);
            writer.Flush();
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int JsonWriter()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < Operations; i++)
        {
            _json.Reset();
            _json.WriteStartArray();
            _json.WriteStringValue(_inputs.Names[i]);
            _json.WriteNumberValue(_inputs.Values[i]);
            _json.WriteStringValue(_inputs.Times[i]);
            _json.WriteEndArray();
            _json.Flush();
        }

        return _output.WrittenCount;
    }
}
