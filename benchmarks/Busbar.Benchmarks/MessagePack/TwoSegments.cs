using System.Buffers;

namespace Busbar.Benchmarks.MessagePack;

/// <summary>A payload that a pipe received in two pieces.</summary>
internal sealed class TwoSegments : ReadOnlySequenceSegment<byte>
{
    private TwoSegments(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var end = new TwoSegments(second, first.Length);
        var start = new TwoSegments(first, 0) { Next = end };
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }
}
