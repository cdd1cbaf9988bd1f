using System.Buffers;

namespace Busbar.Tests.Payloads;

/// <summary>A text in several pieces, cut at random places; some are empty.</summary>
internal static class Pieces
{
    public static ReadOnlySequence<byte> Of(byte[] text, Random random)
    {
        int end = random.Next(text.Length + 1);
        var first = new Piece(text.AsMemory(0, end), before: null);
        Piece last = first;
        for (int start = end; start < text.Length || last == first; start = end)
        {
            end = random.Next(start, text.Length + 1);
            last = new Piece(text.AsMemory(start, end - start), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
