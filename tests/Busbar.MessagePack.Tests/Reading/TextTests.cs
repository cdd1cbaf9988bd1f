using System.Buffers;
using System.Text;
using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>Strings are UTF-8 or refused; what is borrowed is the input itself; what is split is copied.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("A2 FFFE")] // as a server passed it through: vectors/thingsdb, args_invalid_utf8_str
    [InlineData("A1 80")]
    [InlineData("A2 C0AF")] // overlong
    [InlineData("A3 EDA080")] // half of a surrogate pair
    [InlineData("A2 E282")] // cut
    [InlineData("A4 F4908080")] // beyond U+10FFFF
    [InlineData("D9 20 6161616161616161616161616161616161616161616161616161616161616180")]
    public void StringThatIsNotUtf8_IsAStatus_AndItsOctetsCanBeRead(string octets)
    {
        byte[] whole = Hex.Parse(octets);
        var reader = new MessagePackReader(whole);
        var split = new MessagePackReader(Segment.Single(whole));
        byte[] copy = new byte[64];

        Assert.False(reader.TryReadString(out string? text));
        Assert.False(reader.TryReadUtf8(out _) || reader.TryCopyUtf8(copy, out _));
        Assert.False(split.TryReadString(out _) || split.TryCopyUtf8(copy, out _));
        Assert.Null(text);
        Assert.Equal(new MessagePackError(MessagePackStatus.InvalidText, 0, MessagePackType.String, MessagePackType.String), reader.Error);
        Assert.Equal(reader.Error, split.Error);
        Assert.Equal(0, reader.Consumed);

        Assert.True(reader.TryReadStringHeader(out int length));
        Assert.True(reader.TryReadOctets(length, out ReadOnlySpan<byte> raw));
        Assert.True(reader.IsAtEnd);
        Assert.Equal(whole[^length..], raw.ToArray());
    }

    [Fact]
    public void Text_IsTheInputItself()
    {
        byte[] octets = Hex.Parse("93 A3 616263 C4 02 0102 D5 07 0809");
        var reader = new MessagePackReader(octets);

        Assert.True(reader.TryReadArrayHeader(out _));
        Assert.True(reader.TryReadUtf8(out ReadOnlySpan<byte> text));
        Assert.True(reader.TryReadBinary(out ReadOnlySpan<byte> binary));
        Assert.True(reader.TryReadExtension(out sbyte type, out ReadOnlySpan<byte> data));

        Assert.True(text == octets.AsSpan(2, 3) && binary == octets.AsSpan(7, 2) && data == octets.AsSpan(11, 2));
        Assert.Equal(7, type);
    }

    [Fact]
    public void SplitText_IsNotBorrowed_AndCanBeCopied()
    {
        byte[] octets = Hex.Parse("A3 616263 C4 02 0102 D5 07 0809");
        var reader = new MessagePackReader(Segment.Single(octets));
        byte[] copy = new byte[3];

        Assert.False(reader.TryReadUtf8(out _));
        Assert.Equal((MessagePackStatus.Split, 0L), (reader.Error.Status, reader.Consumed));
        Assert.False(reader.TryCopyUtf8(copy.AsSpan(0, 2), out int length));
        Assert.Equal((MessagePackStatus.TooLong, 0, 0L), (reader.Error.Status, length, reader.Consumed));
        Assert.True(reader.TryCopyUtf8(copy, out length));
        Assert.Equal("abc", Encoding.UTF8.GetString(copy, 0, length));
        Assert.False(reader.TryReadBinary(out _));
        Assert.Equal(MessagePackStatus.Split, reader.Error.Status);
        Assert.True(reader.TryCopyBinary(copy, out length));
        Assert.Equal(Hex.Parse("0102"), copy[..length]);
        Assert.False(reader.TryReadExtension(out _, out _) || reader.TryReadRaw(out _));
        Assert.Equal(MessagePackStatus.Split, reader.Error.Status);
        Assert.True(reader.TryReadExtensionHeader(out _, out length) && reader.TryCopyOctets(copy.AsSpan(0, length)));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void PayloadWholeInALaterSegment_IsBorrowed()
    {
        byte[] payload = Hex.Parse("616263");
        var reader = new MessagePackReader(Segment.Sequence(Hex.Parse("C0 D9"), Hex.Parse("03"), default, payload, Hex.Parse("C3 C4 00")));

        Assert.True(reader.TryReadNil() && reader.TryReadUtf8(out ReadOnlySpan<byte> text) && text == payload);
        Assert.True(reader.TryReadRaw(out ReadOnlySpan<byte> value) && value.SequenceEqual(Hex.Parse("C3")));
        Assert.True(reader.TryReadBinary(out ReadOnlySpan<byte> empty) && empty.IsEmpty && reader.IsAtEnd);
    }

    [Fact]
    public void LongSplitString_IsJoined()
    {
        string text = string.Concat(Enumerable.Repeat("Stromschiene €😀 ", 500));
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteString(text);
        writer.Flush();
        var reader = new MessagePackReader(Segment.Single(output.WrittenSpan.ToArray()));

        Assert.True(reader.TryReadString(out string? read));
        Assert.Equal(text, read);
    }

    [Fact]
    public void Octets_BeyondTheInput_AreIncomplete()
    {
        var reader = new MessagePackReader([1, 2, 3]);

        Assert.False(reader.TryReadOctets(4, out _) || reader.TryCopyOctets(new byte[4]));
        Assert.Equal((MessagePackStatus.Incomplete, 1L, 0L), (reader.Error.Status, reader.Error.Needed, reader.Consumed));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackReader([]).TryReadOctets(-1, out _));
    }
}
