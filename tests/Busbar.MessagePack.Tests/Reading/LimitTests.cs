using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>What a peer claims is bounded before it is believed.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("DD FFFFFFFF C0C0C0C0C0", MessagePackType.Array, MessagePackStatus.TooLong)] // 2^32 - 1 elements in ten octets
    [InlineData("DF FFFFFFFF C0C0C0C0C0", MessagePackType.Map, MessagePackStatus.TooLong)]
    [InlineData("DD 01000000 C0C0C0C0C0", MessagePackType.Array, MessagePackStatus.Incomplete)]
    [InlineData("DF 01000000 C0C0C0C0C0", MessagePackType.Map, MessagePackStatus.Incomplete)]
    [InlineData("DC 0006 C0C0C0C0C0", MessagePackType.Array, MessagePackStatus.Incomplete)]
    [InlineData("DE 0003 C0C0C0C0C0", MessagePackType.Map, MessagePackStatus.Incomplete)] // six values in five octets
    [InlineData("93 C0C0", MessagePackType.Array, MessagePackStatus.Incomplete)]
    [InlineData("DB FFFFFFFF 6161", MessagePackType.String, MessagePackStatus.TooLong)]
    [InlineData("C6 FFFFFFFF 6161", MessagePackType.Binary, MessagePackStatus.TooLong)]
    [InlineData("C9 FFFFFFFF 01 6161", MessagePackType.Extension, MessagePackStatus.TooLong)]
    [InlineData("DB 80000000 6161", MessagePackType.String, MessagePackStatus.TooLong)]
    public void Claim_BeyondACompleteInput_IsRefusedAtTheHeader(string octets, MessagePackType type, MessagePackStatus expected)
    {
        byte[] whole = Hex.Parse(octets);
        var reader = new MessagePackReader(whole);
        var split = new MessagePackReader(Segment.Single(whole));
        var skipping = new MessagePackReader(whole);

        Assert.False(TryReadHeader(ref reader, type));
        Assert.False(TryReadHeader(ref split, type));
        Assert.False(skipping.TrySkip());

        Assert.Equal((expected, 0L, 0L), (reader.Error.Status, reader.Error.Offset, reader.Consumed));
        Assert.Equal(reader.Error, split.Error);
        Assert.Equal(expected, skipping.Error.Status);
    }

    [Fact]
    public void Count_WhenMoreOctetsCanFollow_IsBelievedUpToTheLimit()
    {
        var reader = new MessagePackReader(Hex.Parse("DC 0100 C0"), isComplete: false);
        var limited = new MessagePackReader(Hex.Parse("DC 0100 C0"), new() { MaxCount = 255 }, isComplete: false);

        Assert.True(reader.TryReadArrayHeader(out int count));
        Assert.Equal(256, count);
        Assert.False(limited.TryReadArrayHeader(out count));
        Assert.Equal((MessagePackStatus.TooLong, 0), (limited.Error.Status, count));
    }

    [Fact]
    public void NeededOctets_OfAClaim_AreThoseMissing()
    {
        var text = new MessagePackReader(Hex.Parse("D9 0A 616161"));
        var array = new MessagePackReader(Hex.Parse("DC 000A C0C0"));
        var number = new MessagePackReader(Hex.Parse("CF 0000"));

        Assert.False(text.TryReadUtf8(out _) || array.TryReadArrayHeader(out _) || number.TryReadUInt64(out _));

        Assert.Equal((7, 8, 6), (text.Error.Needed, array.Error.Needed, number.Error.Needed));
        Assert.Equal("offset 0: the input ends within String, at least 7 more octets are needed", text.Error.ToString());
    }

    [Theory]
    [InlineData("A3 616161", MessagePackType.String)]
    [InlineData("C4 03 616161", MessagePackType.Binary)]
    [InlineData("C7 03 01 616161", MessagePackType.Extension)]
    public void Length_AboveTheLimit_IsTooLong_WhateverReadsIt(string octets, MessagePackType type)
    {
        var options = new MessagePackReaderOptions { MaxLength = 2 };
        foreach (TypedRead read in TypedRead.All.Where(read => read.Expected == type))
        {
            var reader = new MessagePackReader(Hex.Parse(octets), options);
            Assert.False(read.Try(ref reader), read.Name);
            Assert.Equal(MessagePackStatus.TooLong, reader.Error.Status);
        }

        var skipping = new MessagePackReader(Hex.Parse(octets), options);
        Assert.False(skipping.TrySkip());
        Assert.Equal(MessagePackStatus.TooLong, skipping.Error.Status);
    }

    [Theory]
    [InlineData("92 C0C0")]
    [InlineData("DC 0002 C0C0")]
    [InlineData("82 C0C0 C0C0")]
    public void Count_AboveTheLimit_IsTooLong(string octets)
    {
        var reader = new MessagePackReader(Hex.Parse(octets), new() { MaxCount = 1 });
        var skipping = reader;

        Assert.False(reader.TryReadArrayHeader(out _) || reader.TryReadMapHeader(out _) || skipping.TrySkip());
        Assert.Equal(MessagePackStatus.TooLong, skipping.Error.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(512)]
    public void Nesting_UpToTheLimit_IsSkipped_AndOneMoreIsTooDeep(int depth)
    {
        var options = new MessagePackReaderOptions { MaxDepth = depth };
        byte[] allowed = [.. Enumerable.Repeat((byte)0x91, depth - 1), 0x90];
        byte[] deeper = [.. Enumerable.Repeat((byte)0x91, depth), 0x90];
        var reader = new MessagePackReader(allowed, options);
        var tooDeep = new MessagePackReader(deeper, options);

        Assert.True(reader.TrySkip());
        Assert.False(tooDeep.TrySkip());
        Assert.Equal(new MessagePackError(MessagePackStatus.TooDeep, depth, MessagePackType.None, MessagePackType.Array), tooDeep.Error);
        Assert.Equal(0, tooDeep.Consumed);
    }

    [Fact]
    public void Skip_CountsTheLevelsEnteredBefore()
    {
        var reader = new MessagePackReader(Hex.Parse("91 91 90"), new() { MaxDepth = 2 });

        Assert.True(reader.TryEnter() && reader.TryReadArrayHeader(out _));
        Assert.False(reader.TrySkip());
        Assert.Equal((MessagePackStatus.TooDeep, 2L), (reader.Error.Status, reader.Error.Offset));
        Assert.True(reader.TryEnter() && reader.TryReadArrayHeader(out _));
        Assert.False(reader.TryEnter());
        reader.Leave();
        reader.Leave();
        Assert.Equal(0, reader.Depth);
    }

    [Fact]
    public void DeepInput_OfAMillionArrays_TakesNoStack()
    {
        byte[] octets = [.. Enumerable.Repeat((byte)0x91, 1_000_000)];
        var reader = new MessagePackReader(octets);
        var incomplete = new MessagePackReader(octets, isComplete: false);

        Assert.False(reader.TrySkip() || incomplete.TrySkip());
        Assert.Equal((MessagePackStatus.TooDeep, MessagePackStatus.TooDeep), (reader.Error.Status, incomplete.Error.Status));
    }

    [Fact]
    public void Leave_WithoutEnter_Throws() => Assert.Throws<InvalidOperationException>(() =>
    {
        var reader = new MessagePackReader([]);
        reader.Leave();
    });

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(513, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    public void Options_OutOfRange_Throw(int depth, int length, int count)
    {
        var options = new MessagePackReaderOptions { MaxDepth = depth, MaxLength = length, MaxCount = count };

        Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackReader([], options).IsAtEnd);
    }

    private static bool TryReadHeader(ref MessagePackReader reader, MessagePackType type) => type switch
    {
        MessagePackType.Array => reader.TryReadArrayHeader(out _),
        MessagePackType.Map => reader.TryReadMapHeader(out _),
        MessagePackType.String => reader.TryReadStringHeader(out _),
        MessagePackType.Binary => reader.TryReadBinaryHeader(out _),
        _ => reader.TryReadExtensionHeader(out _, out _),
    };
}
