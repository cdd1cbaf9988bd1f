using System.Text;
using System.Text.Json;

namespace Busbar.Tests.Payloads;

/// <summary>The short ways through objects end where the long one does, or change nothing.</summary>
public sealed class JsonTokenizerMemberTests
{
    private const int Texts = 50_000;

    private static readonly byte[][] Names = [.. new[] { "x", "name", "ä", "\u007f", "xname", "" }.Select(name => Encoding.UTF8.GetBytes($"\"{name}\":"))];

    [Theory]
    [InlineData(20261121)]
    [InlineData(1)]
    public void RandomText_ByMembers_IsReadAsTokenByToken(int seed)
    {
        var texts = new JsonTexts(seed);
        int members = 0;
        int ends = 0;
        for (int i = 0; i < Texts; i++)
        {
            byte[] text = texts.Valid();
            if (i % 2 == 1)
                text = texts.Damaged(text);
            var reader = new JsonTokenizer(text);
            do
            {
                foreach (byte[] name in Names)
                    members += AssertSameMember(text, reader, name) ? 1 : 0;
                ends += AssertSameEnd(text, reader) ? 1 : 0;
            }
            while (ReadOrNull(ref reader) == true);
        }

        Assert.InRange(members, Texts / 100, int.MaxValue);
        Assert.InRange(ends, Texts / 100, int.MaxValue);
    }

    [Theory]
    [InlineData("""{"x":1}""", true)]
    [InlineData("""{"x":true}""", true)]
    [InlineData("""{"x" :1}""", false)]
    [InlineData("""{"x": 1}""", false)]
    [InlineData("""{ "x":1}""", false)]
    [InlineData("""{"xy":1}""", false)]
    [InlineData("""{"\u0078":1}""", false)]
    [InlineData("""{"x":""", false)]
    [InlineData("""{"x"}""", false)]
    [InlineData("""["x":1]""", false)]
    public void Member_IsTakenAtOnce_WhenItStandsThereAsItIsMostlyWritten(string text, bool isTaken)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        var reader = new JsonTokenizer(octets);
        reader.Read();

        Assert.Equal(isTaken, AssertSameMember(octets, reader, "\"x\":"u8));
    }

    private static bool AssertSameMember(byte[] text, JsonTokenizer before, ReadOnlySpan<byte> name)
    {
        JsonTokenizer fast = before;
        bool? isTaken = TryReadMemberOrNull(ref fast, name);
        if (isTaken == false)
        {
            AssertSame(text, ref before, ref fast);
            return false;
        }

        Assert.True(before.Read(), Encoding.UTF8.GetString(text.AsSpan()));
        Assert.Equal(JsonTokenType.PropertyName, before.TokenType);
        Assert.True(name[1..^2].SequenceEqual(before.ValueSpan));
        Assert.Equal(isTaken, ReadOrNull(ref before));
        if (isTaken == true)
            AssertSame(text, ref before, ref fast);
        Assert.Equal((before.BytesConsumed, before.Depth), (fast.BytesConsumed, fast.Depth));
        return true;
    }

    private static bool AssertSameEnd(byte[] text, JsonTokenizer before)
    {
        JsonTokenizer fast = before;
        bool isTaken = fast.TryReadEnd();
        if (isTaken)
            Assert.True(before.Read(), Encoding.UTF8.GetString(text.AsSpan()));
        AssertSame(text, ref before, ref fast);
        Assert.True(!isTaken || !before.Read());
        return isTaken;
    }

    private static void AssertSame(byte[] text, ref JsonTokenizer expected, ref JsonTokenizer actual)
    {
        bool isSame = expected.TokenType == actual.TokenType && expected.TokenStartIndex == actual.TokenStartIndex && expected.BytesConsumed == actual.BytesConsumed
            && expected.Depth == actual.Depth && (expected.TokenType == JsonTokenType.None || expected.ValueSpan.SequenceEqual(actual.ValueSpan));
        if (!isSame)
            Assert.Fail($"{Encoding.UTF8.GetString(text.AsSpan())}: {expected.TokenType} at {expected.TokenStartIndex}, {actual.TokenType} at {actual.TokenStartIndex}");
    }

    private static bool? ReadOrNull(ref JsonTokenizer reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool? TryReadMemberOrNull(ref JsonTokenizer reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.TryReadMember(name);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
