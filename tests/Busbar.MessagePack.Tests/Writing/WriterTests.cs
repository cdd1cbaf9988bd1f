using System.Globalization;
using Busbar.MessagePack.Tests.Support;

namespace Busbar.MessagePack.Tests.Writing;

/// <summary>Each value in its smallest format, and nothing of a value that is refused.</summary>
public sealed class WriterTests
{
    [Theory]
    [InlineData("0", "00")]
    [InlineData("127", "7F")]
    [InlineData("128", "CC80")]
    [InlineData("255", "CCFF")]
    [InlineData("256", "CD0100")]
    [InlineData("65535", "CDFFFF")]
    [InlineData("65536", "CE00010000")]
    [InlineData("4294967295", "CEFFFFFFFF")]
    [InlineData("4294967296", "CF0000000100000000")]
    [InlineData("9223372036854775807", "CF7FFFFFFFFFFFFFFF")]
    [InlineData("18446744073709551615", "CFFFFFFFFFFFFFFFFF")]
    [InlineData("-1", "FF")]
    [InlineData("-32", "E0")]
    [InlineData("-33", "D0DF")]
    [InlineData("-128", "D080")]
    [InlineData("-129", "D1FF7F")]
    [InlineData("-32768", "D18000")]
    [InlineData("-32769", "D2FFFF7FFF")]
    [InlineData("-2147483648", "D280000000")]
    [InlineData("-2147483649", "D3FFFFFFFF7FFFFFFF")]
    [InlineData("-9223372036854775808", "D38000000000000000")]
    public void Integer_TakesTheSmallestFormat(string number, string octets)
    {
        if (long.TryParse(number, CultureInfo.InvariantCulture, out long value))
            Assert.Equal(octets, Convert.ToHexString(Output.Of((ref writer) => writer.WriteInteger(value))));
        if (ulong.TryParse(number, CultureInfo.InvariantCulture, out ulong large))
            Assert.Equal(octets, Convert.ToHexString(Output.Of((ref writer) => writer.WriteInteger(large))));
    }

    [Fact]
    public void SmallIntegerTypes_FindTheirOverload()
    {
        byte[] octets = Output.Of((ref writer) =>
        {
            writer.WriteInteger((byte)200);
            writer.WriteInteger((sbyte)-5);
            writer.WriteInteger(uint.MaxValue);
            writer.WriteInteger(ulong.MaxValue);
        });

        Assert.Equal("CCC8FBCEFFFFFFFFCFFFFFFFFFFFFFFFFF", Convert.ToHexString(octets));
    }

    [Fact]
    public void NilBooleansAndFloats_AreWrittenAsTheyAre()
    {
        byte[] octets = Output.Of((ref writer) =>
        {
            writer.WriteNil();
            writer.WriteBoolean(false);
            writer.WriteBoolean(true);
            writer.WriteSingle(1.5f);
            writer.WriteDouble(1.5);
            writer.WriteString((string?)null);
        });

        Assert.Equal("C0C2C3CA3FC00000CB3FF8000000000000C0", Convert.ToHexString(octets));
    }

    [Theory]
    [InlineData(0, "A0")]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65535, "DAFFFF")]
    [InlineData(65536, "DB00010000")]
    public void Text_TakesTheSmallestFormat_FromEitherEncoding(int length, string header)
    {
        string text = new('a', length);
        string expected = header + string.Concat(Enumerable.Repeat("61", length));

        Assert.Equal(expected, Convert.ToHexString(Output.Of((ref writer) => writer.WriteString(text))));
        Assert.Equal(expected, Convert.ToHexString(Output.Of((ref writer) => writer.WriteUtf8(System.Text.Encoding.UTF8.GetBytes(text)))));
        Assert.Equal(header, Convert.ToHexString(Output.Of((ref writer) => writer.WriteStringHeader(length))));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public void TextOfSeveralOctetsACharacter_OfAnyLength_TakesTheSmallestFormat(string character)
    {
        for (int count = 0; count <= 300; count++)
        {
            string text = "a" + string.Concat(Enumerable.Repeat(character, count));
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);

            byte[] octets = Output.Of((ref writer) => writer.WriteString(text));

            Assert.Equal(Output.Of((ref writer) => writer.WriteUtf8(utf8)), octets);
            Assert.Equal(utf8.Length + (utf8.Length <= 31 ? 1 : utf8.Length <= 255 ? 2 : 3), octets.Length);
            var reader = new MessagePackReader(octets);
            Assert.True(reader.TryReadString(out string? read) && reader.IsAtEnd);
            Assert.Equal(text, read);
        }
    }

    [Theory]
    [InlineData(0, "C400", "C70005")]
    [InlineData(1, "C401", "D405")]
    [InlineData(2, "C402", "D505")]
    [InlineData(3, "C403", "C70305")]
    [InlineData(4, "C404", "D605")]
    [InlineData(8, "C408", "D705")]
    [InlineData(16, "C410", "D805")]
    [InlineData(17, "C411", "C71105")]
    [InlineData(255, "C4FF", "C7FF05")]
    [InlineData(256, "C50100", "C8010005")]
    [InlineData(65535, "C5FFFF", "C8FFFF05")]
    [InlineData(65536, "C600010000", "C90001000005")]
    public void Octets_TakeTheSmallestFormat(int length, string binary, string extension)
    {
        byte[] payload = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        string hex = Convert.ToHexString(payload);

        Assert.Equal(binary + hex, Convert.ToHexString(Output.Of((ref writer) => writer.WriteBinary(payload))));
        Assert.Equal(extension + hex, Convert.ToHexString(Output.Of((ref writer) => writer.WriteExtension(5, payload))));
        Assert.Equal(binary, Convert.ToHexString(Output.Of((ref writer) => writer.WriteBinaryHeader(length))));
        Assert.Equal(extension, Convert.ToHexString(Output.Of((ref writer) => writer.WriteExtensionHeader(5, length))));
    }

    [Theory]
    [InlineData(0, "90", "80")]
    [InlineData(15, "9F", "8F")]
    [InlineData(16, "DC0010", "DE0010")]
    [InlineData(65535, "DCFFFF", "DEFFFF")]
    [InlineData(65536, "DD00010000", "DF00010000")]
    [InlineData(int.MaxValue, "DD7FFFFFFF", "DF7FFFFFFF")]
    public void Count_TakesTheSmallestFormat(int count, string array, string map)
    {
        Assert.Equal(array, Convert.ToHexString(Output.Of((ref writer) => writer.WriteArrayHeader(count))));
        Assert.Equal(map, Convert.ToHexString(Output.Of((ref writer) => writer.WriteMapHeader(count))));
    }

    public static TheoryData<int> Refusals => [.. Enumerable.Range(0, Refused.Length)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void WrongArgument_Throws_AndNothingIsWritten(int index)
    {
        byte[] octets = Output.Of((ref writer) =>
        {
            writer.WriteNil();
            try
            {
                Refused[index](ref writer);
                Assert.Fail("taken");
            }
            catch (ArgumentException)
            {
                Assert.Equal(1, writer.Written);
            }

            writer.WriteBoolean(true);
        });

        Assert.Equal("C0C3", Convert.ToHexString(octets));
    }

    [Fact]
    public void MeagreOutput_GetsTheSameOctets()
    {
        byte[] blob = new byte[5_000];
        new Random(1).NextBytes(blob);
        Output.Writing writing = (ref writer) =>
        {
            writer.WriteMapHeader(70_000);
            writer.WriteString("short");
            writer.WriteString(new string('é', 40));
            writer.WriteString(new string('x', 3_000));
            writer.WriteUtf8("utf8"u8);
            writer.WriteInteger(-1);
            writer.WriteInteger(long.MinValue);
            writer.WriteBinary(blob);
            writer.WriteBinary(blob.AsSpan(0, 500));
            writer.WriteExtension(-7, blob);
            writer.WriteTimestamp(-5, 7);
            writer.WriteRaw([0xC0]);
            writer.WriteRaw([]);
        };
        var meagre = new MeagreOutput();
        var meagreWriter = new MessagePackWriter(meagre);

        writing(ref meagreWriter);
        meagreWriter.Flush();
        meagreWriter.Flush();

        Assert.Equal(Output.Of(writing), meagre.ToArray());
        Assert.Equal(meagre.ToArray().Length, meagreWriter.Written);
    }

    [Fact]
    public void OutputThatIsNull_Throws() => Assert.Throws<ArgumentNullException>(() => new MessagePackWriter(null!).Written);

    private static readonly Output.Writing[] Refused =
    [
        static (ref writer) => writer.WriteArrayHeader(-1),
        static (ref writer) => writer.WriteMapHeader(int.MinValue),
        static (ref writer) => writer.WriteStringHeader(-1),
        static (ref writer) => writer.WriteBinaryHeader(-1),
        static (ref writer) => writer.WriteExtensionHeader(1, -1),
        static (ref writer) => writer.WriteString("\uD800"),
        static (ref writer) => writer.WriteString(new string('a', 50) + "\uDC00"),
        static (ref writer) => writer.WriteString(new string('a', 5_000) + "\uD800" + new string('a', 5_000)),
        static (ref writer) => writer.WriteUtf8([0xFF]),
        static (ref writer) => writer.WriteTimestamp(0, -1),
        static (ref writer) => writer.WriteTimestamp(0, 1_000_000_000),
    ];
}
