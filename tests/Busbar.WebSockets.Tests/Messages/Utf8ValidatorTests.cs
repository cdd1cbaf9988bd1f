using System.Text;
using System.Text.Unicode;

namespace Busbar.WebSockets.Tests.Messages;

public sealed class Utf8ValidatorTests
{
    private static readonly byte[][] Pieces = [.. new[] { "41", "C2A9", "E0A080", "ED9FBF", "EFBFBF", "F0908080", "F48FBFBF", "80", "C0", "E0", "ED", "EDA0", "F4", "F490", "F5", "FF", "C2", "E2", "F09F" }
        .Select(Convert.FromHexString)];

    [Fact]
    public void Append_RandomTextInRandomParts_JudgesAsTheBaseLibrary_AndBreaksAtTheFirstHopelessOctet()
    {
        var random = new Random(20_240_229);
        int broken = 0;
        for (int i = 0; i < 200_000; i++)
        {
            byte[] text = Text(random, i);
            int whole = Index(text, [text.Length], out bool isComplete);
            int parts = Index(text, [random.Next(text.Length + 1), text.Length], out bool isCompleteInParts);

            Assert.Equal(Utf8.IsValid(text), whole < 0 && isComplete);
            Assert.Equal((whole, whole >= 0 || isComplete), (parts, parts >= 0 || isCompleteInParts));
            if (whole < 0)
                continue;
            broken++;
            Assert.True(CanBecomeText(text.AsSpan(0, whole)), Convert.ToHexString(text));
            Assert.False(CanBecomeText(text.AsSpan(0, whole + 1)), Convert.ToHexString(text));
        }

        Assert.InRange(broken, 20_000, 180_000);
    }

    [Fact]
    public void Append_EachCharacterOctetByOctet_IsValid()
    {
        Span<byte> octets = stackalloc byte[4];
        for (int value = 0; value <= 0x10FFFF; value += value < 0x3000 ? 1 : 61)
        {
            if (!Rune.IsValid(value))
                continue;
            var validator = default(Utf8Validator);
            int length = new Rune(value).EncodeToUtf8(octets);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(-1, validator.Append(octets.Slice(i, 1)));
                Assert.Equal(i == length - 1, validator.IsComplete);
            }
        }
    }

    private static byte[] Text(Random random, int i)
    {
        var text = new List<byte>();
        int valid = i % 3 == 0 ? Pieces.Length : 7;
        for (int piece = random.Next(6); piece >= 0; piece--)
            text.AddRange(Pieces[random.Next(valid)]);
        if (i % 5 == 0)
            text.InsertRange(0, Enumerable.Repeat((byte)'a', random.Next(70)));
        return [.. text];
    }

    private static int Index(byte[] text, int[] ends, out bool isComplete)
    {
        var validator = default(Utf8Validator);
        int start = 0;
        foreach (int end in ends)
        {
            int index = validator.Append(text.AsSpan(start..end));
            if (index >= 0)
            {
                isComplete = false;
                return start + index;
            }

            start = end;
        }

        isComplete = validator.IsComplete;
        return -1;
    }

    /// <summary>Asks the base library: with up to three continuation octets behind it, of all kinds that matter.</summary>
    private static bool CanBecomeText(ReadOnlySpan<byte> octets)
    {
        if (Utf8.IsValid(octets))
            return true;
        byte[][] endings = [[0x80], [0x90], [0xA0], [0x80, 0x80], [0x90, 0x80], [0xA0, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80], [0xA0, 0x80, 0x80]];
        foreach (byte[] ending in endings)
        {
            if (Utf8.IsValid([.. octets, .. ending]))
                return true;
        }

        return false;
    }
}
