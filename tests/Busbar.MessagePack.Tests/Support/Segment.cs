using System.Buffers;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>Octets in several pieces, as a pipe hands them on.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    private Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    /// <summary>A sequence of one segment for each part; parts may be empty.</summary>
    public static ReadOnlySequence<byte> Sequence(params ReadOnlyMemory<byte>[] parts)
    {
        var first = new Segment(parts[0], 0);
        Segment last = first;
        foreach (ReadOnlyMemory<byte> part in parts[1..])
        {
            var next = new Segment(part, last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>The octets cut in two, with an empty segment in the cut.</summary>
    public static ReadOnlySequence<byte> CutAt(byte[] octets, int position) => Sequence(octets.AsMemory(0, position), default, octets.AsMemory(position));

    /// <summary>Each octet a segment of its own.</summary>
    public static ReadOnlySequence<byte> Single(byte[] octets) =>
        Sequence([default, .. Enumerable.Range(0, octets.Length).Select(i => (ReadOnlyMemory<byte>)octets.AsMemory(i, 1)), default]);
}
