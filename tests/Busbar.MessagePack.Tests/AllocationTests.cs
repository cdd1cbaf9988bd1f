using System.Buffers;
using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests;

/// <summary>0 B: every read but strings, every write, over spans and sequences, and failures as well.</summary>
public sealed class AllocationTests
{
    private readonly byte[] _octets;
    private readonly ReadOnlySequence<byte> _split;
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _copy = new byte[64];
    private long _sum;

    public AllocationTests()
    {
        _octets = Output.Of(Write);
        _split = Segment.Single(_octets);
    }

    [Fact]
    public void Writes_AllocateNothing() => AssertNothing(() =>
    {
        _output.ResetWrittenCount();
        var writer = new MessagePackWriter(_output);
        Write(ref writer);
        writer.Flush();
    });

    [Fact]
    public void ReadsOfASpan_AllocateNothing() => AssertNothing(() =>
    {
        var reader = new MessagePackReader(_octets);
        Read(ref reader);
        if (!reader.TryReadUtf8(out ReadOnlySpan<byte> text) || !reader.TryReadBinary(out ReadOnlySpan<byte> binary)
            || !reader.TryReadExtension(out _, out ReadOnlySpan<byte> data) || !reader.TryReadRaw(out ReadOnlySpan<byte> raw))
            throw new InvalidOperationException(reader.Error.ToString());
        _sum += text.Length + binary.Length + data.Length + raw.Length;
    });

    [Fact]
    public void ReadsOfASplitSequence_AllocateNothing() => AssertNothing(() =>
    {
        var reader = new MessagePackReader(_split);
        Read(ref reader);
        if (!reader.TryCopyUtf8(_copy, out int text) || !reader.TryCopyBinary(_copy, out int binary)
            || !reader.TryReadExtensionHeader(out _, out int data) || !reader.TryCopyOctets(_copy.AsSpan(0, data)) || !reader.TrySkip())
            throw new InvalidOperationException(reader.Error.ToString());
        _sum += text + binary + data;
    });

    [Fact]
    public void ReadsThatFail_AllocateNothing() => AssertNothing(() =>
    {
        var reader = new MessagePackReader(_octets);
        var split = new MessagePackReader(_split);
        if (reader.TryReadNil() || split.TryReadTimestamp(out _) || reader.TryReadDouble(out _) || split.TryReadUtf8(out _) || reader.TryReadMapHeader(out _))
            throw new InvalidOperationException();
        _sum += reader.Error.Offset + split.Error.Offset;
    });

    private static void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(14);
        writer.WriteNil();
        writer.WriteBoolean(true);
        writer.WriteInteger(5);
        writer.WriteInteger(-70_000);
        writer.WriteInteger(ulong.MaxValue);
        writer.WriteSingle(1.5f);
        writer.WriteDouble(41.7);
        writer.WriteTimestamp(DateTimeOffset.UnixEpoch.AddTicks(17));
        writer.WriteUnixNanoseconds(-1);
        writer.WriteMapHeader(0);
        writer.WriteString("Sammelschiene €");
        writer.WriteBinary([1, 2, 3]);
        writer.WriteExtension(9, [4, 5]);
        writer.WriteArrayHeader(2);
        writer.WriteUtf8("a"u8);
        writer.WriteMapHeader(0);
    }

    private void Read(ref MessagePackReader reader)
    {
        if (!reader.TryReadArrayHeader(out int count) || !reader.TryReadNil() || !reader.TryReadBoolean(out bool flag)
            || !reader.TryReadInt32(out int small) || !reader.TryReadInt64(out long negative) || !reader.TryReadUInt64(out ulong large)
            || !reader.TryReadSingle(out float single) || !reader.TryReadDouble(out double number) || !reader.TryReadTimestamp(out DateTimeOffset time)
            || !reader.TryReadUnixNanoseconds(out long nanoseconds) || !reader.TryReadMapHeader(out int pairs))
            throw new InvalidOperationException(reader.Error.ToString());
        _sum += count + (flag ? 1 : 0) + small + negative + (long)large + (long)single + (long)number + time.Ticks + nanoseconds + pairs;
    }

    private static void AssertNothing(Action action) => Assert.Equal(0, Allocations.OfThisThread(action));
}
