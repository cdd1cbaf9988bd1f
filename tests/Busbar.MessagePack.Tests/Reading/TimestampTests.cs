using System.Buffers;
using Busbar.MessagePack.Tests.Support;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>Specification, "Timestamp extension type": three forms, two .NET types and one pair of numbers.</summary>
public sealed class TimestampTests
{
    public static TheoryData<string, string, long> Instants => new()
    {
        { "D6 FF 00000000", "1970-01-01T00:00:00.0000000Z", 0 },
        { "D6 FF 65E07240", "2024-02-29T12:02:08.0000000Z", 1_709_208_128_000_000_000 },
        { "D6 FF FFFFFFFF", "2106-02-07T06:28:15.0000000Z", 4_294_967_295_000_000_000 },
        { "D7 FF 00000190 00000000", "1970-01-01T00:00:00.0000001Z", 100 },
        { "D7 FF EE6B2670 65E07240", "2024-02-29T12:02:08.9999999Z", 1_709_208_128_999_999_900 },
        { "D7 FF 00000001 00000000", "2106-02-07T06:28:16.0000000Z", 4_294_967_296_000_000_000 },
        { "C7 0C FF 3B9AC99C FFFFFFFFFFFFFFFF", "1969-12-31T23:59:59.9999999Z", -100 },
        { "C7 0C FF 00000000 FFFFFFFF00000000", "1833-11-24T17:31:44.0000000Z", -4_294_967_296_000_000_000 },
    };

    [Theory]
    [MemberData(nameof(Instants))]
    public void Instant_ReadsAndWritesInItsShortestForm(string octets, string text, long nanoseconds)
    {
        DateTimeOffset expected = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        byte[] whole = Hex.Parse(octets);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            var asTime = new MessagePackReader(Segment.CutAt(whole, cut));
            var asNanoseconds = asTime;
            Assert.True(asTime.TryReadTimestamp(out DateTimeOffset time) && asTime.IsAtEnd);
            Assert.True(asNanoseconds.TryReadUnixNanoseconds(out long read) && asNanoseconds.IsAtEnd);
            Assert.Equal((expected, nanoseconds, TimeSpan.Zero), (time, read, time.Offset));
        }

        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteTimestamp(expected.ToOffset(TimeSpan.FromHours(5)));
        writer.WriteUnixNanoseconds(nanoseconds);
        writer.Flush();
        Assert.Equal([.. whole, .. whole], output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("D7 FF EE6B2800 00000000")] // 1,000,000,000 ns
    [InlineData("D7 FF FFFFFFFC 00000000")]
    [InlineData("C7 0C FF 3B9ACA00 0000000000000000")]
    [InlineData("C7 0C FF FFFFFFFF 0000000000000000")]
    [InlineData("C7 00 FF")]
    [InlineData("D4 FF 00")]
    [InlineData("D5 FF 0000")]
    [InlineData("C7 05 FF 0000000000")]
    [InlineData("D8 FF 00000000000000000000000000000000")]
    [InlineData("C8 000D FF 00000000000000000000000000")]
    public void BrokenTimestamp_IsAStatus_AndCanBeSkippedOrReadAsAnExtension(string octets)
    {
        byte[] whole = Hex.Parse(octets);
        var reader = new MessagePackReader(whole);
        var skipping = reader;

        Assert.False(reader.TryReadTimestamp(out _) || reader.TryReadTimestamp(out _, out _) || reader.TryReadUnixNanoseconds(out _));
        Assert.Equal(new MessagePackError(MessagePackStatus.InvalidTimestamp, 0, MessagePackType.Timestamp, MessagePackType.Timestamp), reader.Error);
        Assert.True(reader.TryReadExtension(out sbyte type, out _) && type == -1 && reader.IsAtEnd);
        Assert.True(skipping.TrySkip() && skipping.IsAtEnd);
    }

    [Theory]
    [InlineData("C7 0C FF 00000000 0000003AFFF44180")] // 10000-01-01
    [InlineData("C7 0C FF 00000000 FFFFFFF1886E08FF")] // a second before the year 1
    [InlineData("C7 0C FF 3B9AC9FF 7FFFFFFFFFFFFFFF")]
    [InlineData("C7 0C FF 00000000 8000000000000000")]
    public void InstantBeyondTheType_IsOutOfRange(string octets)
    {
        var reader = new MessagePackReader(Hex.Parse(octets));

        Assert.False(reader.TryReadTimestamp(out _));
        Assert.Equal((MessagePackStatus.OutOfRange, 0L), (reader.Error.Status, reader.Consumed));
        Assert.False(reader.TryReadUnixNanoseconds(out _));
        Assert.Equal(MessagePackStatus.OutOfRange, reader.Error.Status);
        Assert.True(reader.TryReadTimestamp(out _, out _));
    }

    [Fact]
    public void EndsOfTheTypes_AreReadAndWritten()
    {
        foreach (DateTimeOffset time in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
        {
            var reader = new MessagePackReader(Written((ref writer) => writer.WriteTimestamp(time)));
            Assert.True(reader.TryReadTimestamp(out DateTimeOffset read));
            Assert.Equal(time, read);
        }

        foreach (long nanoseconds in new[] { long.MinValue, long.MinValue + 1, -1, 1, long.MaxValue })
        {
            var reader = new MessagePackReader(Written((ref writer) => writer.WriteUnixNanoseconds(nanoseconds)));
            Assert.True(reader.TryReadUnixNanoseconds(out long read));
            Assert.Equal(nanoseconds, read);
        }
    }

    [Fact]
    public void Nanoseconds_AreCutToTheTickBelow()
    {
        var reader = new MessagePackReader(Written((ref writer) => writer.WriteTimestamp(-1, 999_999_999)));

        Assert.True(reader.TryReadTimestamp(out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(-1), time);
    }

    private delegate void Write(ref MessagePackWriter writer);

    private static byte[] Written(Write write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
