using Busbar.MessagePack.Tests.Support;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>Every format of the specification: read whole, cut anywhere, and short of octets.</summary>
public sealed class FormatTests
{
    public static TheoryData<string, string> Vectors => FormatVector.Data;

    [Fact]
    public void Vectors_HoldEveryFirstOctetButTheOneNeverUsed() =>
        Assert.Equal(
            Enumerable.Range(0, 256).Where(octet => octet != 0xC1),
            FormatVector.All.Select(vector => (int)vector.ToOctets()[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_ReadsAsWhatItMeans(string octets, string meaning) => Assert.Equal(meaning, Described.Value(Busbar.Testing.Hex.Parse(octets)));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_CutAnywhere_ReadsTheSame(string octets, string meaning)
    {
        byte[] whole = Busbar.Testing.Hex.Parse(octets);

        for (int cut = 0; cut <= whole.Length; cut++)
            Assert.Equal(meaning, Described.Value(Segment.CutAt(whole, cut)));
        Assert.Equal(meaning, Described.Value(Segment.Single(whole)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_WithAnotherBehindIt_IsSkippedAndReadRawAlone(string octets, string meaning)
    {
        byte[] whole = Busbar.Testing.Hex.Parse(octets);
        byte[] twice = [.. whole, .. whole];
        var reader = new MessagePackReader(twice);
        var split = new MessagePackReader(Segment.Single(twice));

        Assert.True(reader.TrySkip());
        Assert.Equal(whole.Length, reader.Consumed);
        Assert.True(reader.TryReadRaw(out ReadOnlySpan<byte> raw));
        Assert.Equal(meaning, Described.Value(raw.ToArray()));
        Assert.True(reader.IsAtEnd);
        Assert.True(split.TrySkip() && split.TrySkip() && split.IsAtEnd);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Prefix_IsIncomplete_AndNothingIsConsumed(string octets, string meaning)
    {
        byte[] whole = Busbar.Testing.Hex.Parse(octets);
        Assert.NotEmpty(meaning);

        for (int length = 0; length < whole.Length; length++)
        {
            byte[] prefix = whole[..length];
            AssertIncomplete(new MessagePackReader(prefix), whole.Length);
            AssertIncomplete(new MessagePackReader(prefix, isComplete: false), whole.Length);
            AssertIncomplete(new MessagePackReader(Segment.Single(prefix)), whole.Length);
            AssertIncomplete(new MessagePackReader(Segment.CutAt(prefix, length / 2), isComplete: false), whole.Length);
        }
    }

    [Fact]
    public void NeverUsedOctet_IsReserved_WhateverIsAskedFor()
    {
        byte[] octets = [0xC1, 0xC1];
        foreach (TypedRead read in TypedRead.All)
        {
            var reader = new MessagePackReader(octets);
            Assert.False(read.Try(ref reader), read.Name);
            Assert.Equal((MessagePackStatus.Reserved, 0L), (reader.Error.Status, reader.Error.Offset));
            Assert.Equal(0, reader.Consumed);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_AskedForAsAnotherType_NamesBothAndStays(string octets, string meaning)
    {
        byte[] whole = Busbar.Testing.Hex.Parse(octets);
        Assert.NotEmpty(meaning);
        var peeking = new MessagePackReader(whole);
        Assert.True(peeking.TryPeekType(out MessagePackType found));

        foreach (TypedRead read in TypedRead.All)
        {
            var reader = new MessagePackReader(whole);
            bool succeeded = read.Try(ref reader);
            if (read.Takes(found))
            {
                Assert.True(succeeded || reader.Error.Status == MessagePackStatus.OutOfRange, read.Name);
                continue;
            }

            Assert.False(succeeded, read.Name);
            Assert.Equal(new MessagePackError(MessagePackStatus.WrongType, 0, read.Expected, found), reader.Error);
            Assert.Equal(0, reader.Consumed);
        }
    }

    private static void AssertIncomplete(MessagePackReader reader, int length)
    {
        long remaining = reader.Remaining;
        MessagePackReader raw = reader;
        Assert.False(reader.TrySkip());
        Assert.False(raw.TryReadRaw(out _));
        Assert.Equal(MessagePackStatus.Incomplete, reader.Error.Status);
        Assert.Equal(MessagePackStatus.Incomplete, raw.Error.Status);
        Assert.Equal((0, 0), (reader.Consumed, raw.Consumed));
        Assert.InRange(reader.Error.Needed, 1, length - remaining);
    }
}
