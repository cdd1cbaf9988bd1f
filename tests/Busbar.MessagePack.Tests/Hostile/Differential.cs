using System.Buffers;
using System.Text.Json;
using Busbar.MessagePack.Tests.Support;

namespace Busbar.MessagePack.Tests.Hostile;

/// <summary>
/// What must hold for any octets: nothing throws, a read that fails says why and stays, one that succeeds moves, and a sequence cut
/// anywhere reads as the span does, but for what cannot be borrowed.
/// </summary>
internal sealed class Differential : IDisposable
{
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly long[] _outcomes = new long[Enum.GetValues<MessagePackStatus>().Length];

    public Differential() => _json = new Utf8JsonWriter(_output);

    /// <summary>How often inputs ended in each status.</summary>
    public IReadOnlyList<long> Outcomes => _outcomes;

    public void Dispose() => _json.Dispose();

    public void Check(ReadOnlyMemory<byte> octets, Random random)
    {
        bool isComplete = random.Next(4) != 0;
        int first = random.Next(octets.Length + 1);
        int second = random.Next(first, octets.Length + 1);
        ReadOnlySequence<byte> sequence = Segment.Sequence(octets[..first], octets[first..second], octets[second..]);

        CheckSkip(octets.Span, in sequence, isComplete);
        CheckTypedReads(octets.Span, in sequence, isComplete, random);
        CheckJson(octets.Span, in sequence);
    }

    private void CheckSkip(ReadOnlySpan<byte> octets, in ReadOnlySequence<byte> sequence, bool isComplete)
    {
        var reader = new MessagePackReader(octets, isComplete: isComplete);
        var split = new MessagePackReader(in sequence, isComplete: isComplete);
        while (true)
        {
            long before = reader.Consumed;
            bool skipped = reader.TrySkip();
            Require(skipped == split.TrySkip() && reader.Consumed == split.Consumed, "skip: span and sequence differ");
            Require(skipped ? reader.Consumed > before : reader.Consumed == before, "skip: moved without success, or not with it");
            if (skipped)
                continue;

            Require(reader.Error == split.Error && reader.Error.Status != MessagePackStatus.Ok, "skip: errors differ");
            _outcomes[(int)reader.Error.Status]++;
            return;
        }
    }

    // The typed reads in any order: hits by luck, refusals most of the time, and a skip to go on.
    private static void CheckTypedReads(ReadOnlySpan<byte> octets, in ReadOnlySequence<byte> sequence, bool isComplete, Random random)
    {
        var reader = new MessagePackReader(octets, isComplete: isComplete);
        var split = new MessagePackReader(in sequence, isComplete: isComplete);
        for (int attempts = 0; attempts < 24; attempts++)
        {
            TypedRead read = Pick(ref reader, random);
            long before = reader.Consumed;
            bool taken = read.Try(ref reader);
            bool splitTaken = read.Try(ref split);
            Require(taken ? reader.Consumed > before : reader.Consumed == before && reader.Error.Status != MessagePackStatus.Ok, read.Name);
            if (!splitTaken && split.Error.Status == MessagePackStatus.Split)
            {
                Require(split.Consumed == before && (taken || reader.Error.Status == MessagePackStatus.InvalidText), read.Name);
                octets = octets[(int)reader.Consumed..]; // both go on behind what only a span can lend
                reader = new MessagePackReader(octets, isComplete: isComplete);
                split = new MessagePackReader(sequence.Slice(sequence.Length - octets.Length), isComplete: isComplete);
                continue;
            }

            Require(taken == splitTaken && reader.Consumed == split.Consumed, read.Name + ": span and sequence differ");
            Require(taken || reader.Error == split.Error, read.Name + ": errors differ");
            if (!taken && random.Next(3) == 0 && !(reader.TrySkip() && split.TrySkip()))
                return;
        }
    }

    private static TypedRead Pick(ref MessagePackReader reader, Random random)
    {
        TypedRead any = TypedRead.All[random.Next(TypedRead.All.Count)];
        if (random.Next(4) == 0 || !reader.TryPeekType(out MessagePackType type))
            return any;
        for (int i = 0; i < 64 && !any.Takes(type); i++)
            any = TypedRead.All[random.Next(TypedRead.All.Count)];
        return any;
    }

    private void CheckJson(ReadOnlySpan<byte> octets, in ReadOnlySequence<byte> sequence)
    {
        var reader = new MessagePackReader(octets);
        var split = new MessagePackReader(in sequence);
        bool written = TryWrite(ref reader, out int length);
        ReadOnlySpan<byte> text = _output.WrittenSpan;
        int hash = Hash(text);
        Require(written == TryWrite(ref split, out int splitLength) && reader.Consumed == split.Consumed, "JSON: span and sequence differ");
        Require(written ? length == splitLength && hash == Hash(_output.WrittenSpan) : reader.Error == split.Error && reader.Consumed == 0, "JSON: texts or errors differ");
    }

    private bool TryWrite(ref MessagePackReader reader, out int length)
    {
        _output.ResetWrittenCount();
        _json.Reset();
        bool written = MessagePackJson.TryWrite(ref reader, _json);
        if (written)
            _json.Flush();
        length = _output.WrittenCount;
        return written;
    }

    private static int Hash(ReadOnlySpan<byte> octets)
    {
        var hash = default(HashCode);
        hash.AddBytes(octets);
        return hash.ToHashCode();
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException(what);
    }
}
