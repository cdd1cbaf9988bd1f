using System.Buffers;
using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Events;

/// <summary>The code that generators emit: arguments come out as they went in, and one that does not is named.</summary>
public sealed class MsgEventTests
{
    private static readonly DateTimeOffset Noon = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, string, MessagePackType, MessagePackType, long> IllTyped => new()
    {
        { 0, "95 01 A1 62 C0 D6FF65E07240 C400", MessagePackType.String, MessagePackType.Integer, 1 },
        { 1, "95 A1 61 C0 C0 D6FF65E07240 C400", MessagePackType.String, MessagePackType.Nil, 3 },
        { 2, "95 A1 61 A1 62 A1 63 D6FF65E07240 C400", MessagePackType.Float, MessagePackType.String, 5 },
        { 3, "95 A1 61 A1 62 C0 CE65E07240 C400", MessagePackType.Timestamp, MessagePackType.Integer, 6 },
        { 4, "95 A1 61 A1 62 C0 D6FF65E07240 90", MessagePackType.Binary, MessagePackType.Array, 12 },
        { -1, "81 A1 61 A1 62", MessagePackType.Array, MessagePackType.Map, 0 },
    };

    public static TheoryData<int, string, MessagePackType> Missing => new()
    {
        { 0, "90", MessagePackType.String },
        { 1, "91 A1 61", MessagePackType.String },
        { 2, "92 A1 61 A1 62", MessagePackType.Float },
        { 3, "93 A1 61 A1 62 C0", MessagePackType.Timestamp },
        { 4, "94 A1 61 A1 62 C0 D6FF65E07240", MessagePackType.Binary },
    };

    [Theory]
    [InlineData(21.5)]
    [InlineData(null)]
    public void Arguments_ReachTheHandler(double? value)
    {
        string? received = null;
        var reader = new MessagePackReader(Encode("ann", "hi", value));

        ArgumentFault fault = MsgEvent.Dispatch(ref reader, (author, text, number, time, blob) =>
            received = FormattableString.Invariant($"{author}: {text} {number} {time:s} {blob.Length}"));

        Assert.Equal(default, fault);
        Assert.Equal(FormattableString.Invariant($"ann: hi {value} 2024-02-29T12:00:00 3"), received);
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void IntegerForADouble_AndArgumentsOfANewerSender_AreTaken()
    {
        double? received = null;
        var reader = new MessagePackReader(Hex.Parse("97 A1 61 A1 62 05 D6FF65E07240 C400 93 01 02 03 80"));

        ArgumentFault fault = MsgEvent.Dispatch(ref reader, (_, _, value, _, _) => received = value);

        Assert.Equal(default, fault);
        Assert.Equal(5.0, received);
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [MemberData(nameof(IllTyped))]
    public void IllTypedArgument_IsNamedWithIndexExpectedAndFound(int index, string octets, MessagePackType expected, MessagePackType found, long offset)
    {
        var reader = new MessagePackReader(Hex.Parse(octets));

        ArgumentFault fault = MsgEvent.Dispatch(ref reader, (_, _, _, _, _) => Assert.Fail("called"));

        Assert.Equal(new ArgumentFault(index, new MessagePackError(MessagePackStatus.WrongType, offset, expected, found)), fault);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void MissingArgument_IsNamedWithIndexAndExpected(int index, string octets, MessagePackType expected)
    {
        byte[] payload = Hex.Parse(octets);
        var reader = new MessagePackReader(payload);

        ArgumentFault fault = MsgEvent.Dispatch(ref reader, (_, _, _, _, _) => Assert.Fail("called"));

        Assert.Equal(new ArgumentFault(index, MessagePackError.Missing(expected, payload.Length)), fault);
        Assert.Equal($"offset {payload.Length}: expected {expected}, found nothing", fault.Error.ToString());
    }

    [Fact]
    public void ArgumentThatIsCut_IsIncomplete()
    {
        byte[] whole = Encode("ann", "hi", 1);
        for (int length = 0; length < whole.Length; length++)
        {
            var reader = new MessagePackReader(whole.AsSpan(0, length));
            ArgumentFault fault = MsgEvent.Dispatch(ref reader, (_, _, _, _, _) => Assert.Fail("called"));
            Assert.Equal(MessagePackStatus.Incomplete, fault.Error.Status);
        }
    }

    private static byte[] Encode(string author, string text, double? value)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(5);
        writer.WriteString(author);
        writer.WriteString(text);
        if (value is null)
            writer.WriteNil();
        else
            writer.WriteDouble(value.Value);
        writer.WriteTimestamp(Noon);
        writer.WriteBinary([1, 2, 3]);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
