using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>.NET types without a format of their own, in each form that senders use, wherever the input is cut.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("Time", "D6FF 65E07240", "2024-02-29T12:02:08.0000000+00:00")]
    [InlineData("Time", "CE 65E07240", "2024-02-29T12:02:08.0000000+00:00")]
    [InlineData("Time", "CB 41D9781C90200000", "2024-02-29T12:02:08.5000000+00:00")]
    [InlineData("Time", "FF", "1969-12-31T23:59:59.0000000+00:00")]
    [InlineData("Time", "B4 323032342D30322D32395431323A30323A30385A", "2024-02-29T12:02:08.0000000+00:00")]
    [InlineData("Time", "B3 323032342D30322D32395431323A30323A3038", "2024-02-29T12:02:08.0000000+00:00")]
    [InlineData("Time", "B8 323032342D30322D32395431323A30323A30382B30323030", "2024-02-29T12:02:08.0000000+02:00")]
    [InlineData("DateTime", "B8 323032342D30322D32395431323A30323A30382B30323030", "2024-02-29T10:02:08.0000000Z")]
    [InlineData("TimeSpan", "CB 3FF8000000000000", "00:00:01.5000000")]
    [InlineData("TimeSpan", "FF", "-00:00:01")]
    [InlineData("TimeSpan", "AA 312E30323A30333A3034", "1.02:03:04")]
    [InlineData("Date", "AA 323032342D30322D3239", "2024-02-29")]
    [InlineData("TimeOfDay", "AA 31323A30323A30382E35", "12:02:08.5000000")]
    [InlineData("Guid", "C410 00112233445566778899AABBCCDDEEFF", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("Guid", "D920 3030313132323333343435353636373738383939616162626363646465656666", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("Decimal", "A5 34312E3730", "41.70")]
    [InlineData("Decimal", "D3 8000000000000000", "-9223372036854775808")]
    [InlineData("Decimal", "CF FFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("Decimal", "CB 3FB999999999999A", "0.1")]
    [InlineData("Char", "A2 C3A4", "ä")]
    [InlineData("ByteArray", "C403 010203", "010203")]
    public void Value_IsReadWhereverItIsCut_AndNoPrefixOfItIs(string kind, string octets, string expected)
    {
        byte[] whole = Hex.Parse(octets);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            var reader = new MessagePackReader(Segment.CutAt(whole, cut));
            Assert.Equal(expected, Read(kind, ref reader));
            Assert.True(reader.IsAtEnd);
        }

        for (int length = 0; length < whole.Length; length++)
        {
            var reader = new MessagePackReader(whole.AsSpan(0, length));
            Assert.Null(Read(kind, ref reader));
            Assert.Equal((MessagePackStatus.Incomplete, 0), (reader.Error.Status, reader.Consumed));
        }
    }

    [Theory]
    [InlineData("Time", "A1 61", MessagePackStatus.OutOfRange)]
    [InlineData("Time", "CB 7FF8000000000000", MessagePackStatus.OutOfRange)]
    [InlineData("Time", "CF FFFFFFFFFFFFF800", MessagePackStatus.OutOfRange)]
    [InlineData("Time", "C3", MessagePackStatus.WrongType)]
    [InlineData("TimeSpan", "CB 7FF0000000000000", MessagePackStatus.OutOfRange)]
    [InlineData("TimeSpan", "A1 31", MessagePackStatus.OutOfRange)]
    [InlineData("TimeSpan", "90", MessagePackStatus.WrongType)]
    [InlineData("Date", "A9 323032342D30322D33", MessagePackStatus.OutOfRange)]
    [InlineData("Date", "01", MessagePackStatus.WrongType)]
    [InlineData("TimeOfDay", "A5 32343A3030", MessagePackStatus.OutOfRange)]
    [InlineData("Guid", "C40F 00112233445566778899AABBCCDDEE", MessagePackStatus.OutOfRange)]
    [InlineData("Guid", "A1 61", MessagePackStatus.OutOfRange)]
    [InlineData("Guid", "05", MessagePackStatus.WrongType)]
    [InlineData("Decimal", "CB 7FEFFFFFFFFFFFFF", MessagePackStatus.OutOfRange)]
    [InlineData("Decimal", "A3 312C35", MessagePackStatus.OutOfRange)]
    [InlineData("Decimal", "C3", MessagePackStatus.WrongType)]
    [InlineData("Char", "A2 6161", MessagePackStatus.OutOfRange)]
    [InlineData("Char", "A1 FF", MessagePackStatus.InvalidText)]
    [InlineData("Char", "D941 6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161", MessagePackStatus.OutOfRange)]
    [InlineData("ByteArray", "A1 61", MessagePackStatus.WrongType)]
    public void WhatIsNone_FailsAndStaysWhereItIs(string kind, string octets, MessagePackStatus expected)
    {
        var reader = new MessagePackReader(Hex.Parse(octets));

        Assert.Null(Read(kind, ref reader));
        Assert.Equal((expected, 0), (reader.Error.Status, reader.Consumed));
    }

    [Fact]
    public void Path_IsToldFromTheInsideToTheOutside()
    {
        var reader = new MessagePackReader([0xC3]);

        bool failed = !reader.TryReadInt32(out _) && !reader.FailIn("x") && !reader.FailAt(3) && !reader.FailIn("corners");

        Assert.True(failed);
        Assert.Equal("offset 0, corners[3].x: expected Integer, found Boolean", reader.Error.ToString());
    }

    private static string? Read(string kind, ref MessagePackReader reader) => kind switch
    {
        "Time" => reader.TryReadTime(out DateTimeOffset value) ? FormattableString.Invariant($"{value:O}") : null,
        "DateTime" => reader.TryReadDateTime(out DateTime value) ? FormattableString.Invariant($"{value:O}") : null,
        "TimeSpan" => reader.TryReadTimeSpan(out TimeSpan value) ? FormattableString.Invariant($"{value:c}") : null,
        "Date" => reader.TryReadDate(out DateOnly value) ? FormattableString.Invariant($"{value:O}") : null,
        "TimeOfDay" => reader.TryReadTimeOfDay(out TimeOnly value) ? FormattableString.Invariant($"{value:O}") : null,
        "Guid" => reader.TryReadGuid(out Guid value) ? FormattableString.Invariant($"{value}") : null,
        "Decimal" => reader.TryReadDecimal(out decimal value) ? FormattableString.Invariant($"{value}") : null,
        "Char" => reader.TryReadChar(out char value) ? FormattableString.Invariant($"{value}") : null,
        _ => reader.TryReadByteArray(out byte[]? value) ? FormattableString.Invariant($"{Convert.ToHexString(value)}") : null,
    };
}
