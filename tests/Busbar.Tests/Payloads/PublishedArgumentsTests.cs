using System.Buffers;
using System.Text;
using System.Text.Json;
using Busbar.Testing;

namespace Busbar.Tests.Payloads;

/// <summary>Arguments in their order or not, with white space or without, in one piece or several: the call is the same.</summary>
public sealed class PublishedArgumentsTests
{
    private readonly ArrayBufferWriter<byte> _written = new(256);
    private readonly Utf8JsonWriter _writer;
    private readonly Table _table = new();

    public PublishedArgumentsTests() => _writer = new Utf8JsonWriter(_written);

    [Theory]
    [InlineData("""{"x":1.5,"y":2}""", "1.5 2")]
    [InlineData("""{"y":2,"x":1.5}""", "1.5 2")]
    [InlineData(""" { "x" : 1.5 , "y" : 2 } """, "1.5 2")]
    [InlineData("""{"x":1.5,"\u0079":2}""", "1.5 2")]
    [InlineData("""{"x":1,"x":1.5,"y":2}""", "1.5 2")]
    [InlineData("""{"x":1.5,"y":-2e1}""", "1.5 -20")]
    [InlineData("""[1.5,2]""", "1.5 2")]
    [InlineData("""{"x":1.5}""", "Refused: 'y' is missing; it is a number. 8")]
    [InlineData("""{"x":1.5,}""", "Refused: The arguments must be JSON; at octet 9 they are something else. 9")]
    [InlineData("""{,"x":1.5}""", "Refused: The arguments must be JSON; at octet 1 they are something else. 1")]
    [InlineData("""{"x":1.5,"y":}""", "Refused: The arguments must be JSON; at octet 13 they are something else. 13")]
    [InlineData("""{"x":1.5,"y":02}""", "Refused: The arguments must be JSON; at octet 13 they are something else. 13")]
    [InlineData("""{"x":1.5"y":2}""", "Refused: The arguments must be JSON; at octet 5 they are something else. 5")]
    [InlineData("""{"x":1.5,"y":2}}""", "Refused: The arguments must be JSON; at octet 15 they are something else. 15")]
    [InlineData("""{"x":1.5,"y":2""", "Refused: The arguments must be JSON; at octet 14 they are cut off. 14")]
    [InlineData("""{"x":1.5,"y":2]""", "Refused: The arguments must be JSON; at octet 14 they are something else. 14")]
    [InlineData("""{"x":1.5,"y":"2"}""", "Refused: 'y' must be a number, and is \"2\". 13")]
    [InlineData("""{"x":1.5,"z":2}""", "Refused: There is no argument 'z'; the function takes x, y. 9")]
    public void Call_OfArgumentsInAnyForm_EndsAs(string arguments, string expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(arguments);
        var random = new Random(20261121);

        Assert.Equal(expected, Call(new ReadOnlySequence<byte>(octets)));
        for (int i = 0; i < 20; i++)
            Assert.Equal(expected, Call(Pieces.Of(octets, random)));
    }

    [Fact]
    public void Name_OfOneToManyOctets_IsFoundExactly()
    {
        string[] names = [.. Enumerable.Range(1, 40).SelectMany(length => new[] { new string('a', length), new string('a', length / 2) + "b" + new string('a', length - (length / 2)) }).Distinct(StringComparer.Ordinal)];
        var functions = new PublishedFunctions([.. names.Select(name => new PublishedFunction(name))]);

        Assert.All(names, name => Assert.Same(functions.Single(one => one.Name == name), functions.Find(Encoding.UTF8.GetBytes(name))));
        Assert.All(["", "c", "ab", "aaac", new string('a', 41)], name => Assert.Null(functions.Find(Encoding.UTF8.GetBytes(name))));
    }

    [Fact]
    public void Call_OfNumbers_InOnePieceOrSeveral_AllocatesNothing()
    {
        byte[] octets = """{"x":-1.25e2,"y":123456789.0123456789}"""u8.ToArray();
        ReadOnlySequence<byte> pieces = Pieces.Of(octets, new Random(1));
        Assert.False(pieces.IsSingleSegment);

        Assert.Equal(0, Allocations.OfThisThread(() => Invoke(new ReadOnlySequence<byte>(octets))));
        Assert.Equal(0, Allocations.OfThisThread(() => Invoke(pieces)));
    }

    private string Call(ReadOnlySequence<byte> arguments)
    {
        PublishedOutcome outcome = Invoke(arguments);
        return outcome.Kind == PublishedOutcomeKind.Completed ? FormattableString.Invariant($"{_table.X} {_table.Y}") : $"{outcome} {outcome.Fault!.Offset}";
    }

    private PublishedOutcome Invoke(ReadOnlySequence<byte> arguments)
    {
        _written.ResetWrittenCount();
        _writer.Reset();
        ValueTask<PublishedOutcome> call = _table.InvokeAsync(_table.Find("take"u8)!, arguments, _writer);
        return call.IsCompletedSuccessfully ? call.Result : throw new InvalidOperationException("The call did not end at once.");
    }

    /// <summary>As the generator would have written it.</summary>
    private sealed class Table() : PublishedTable(new PublishedFunctions(
        new PublishedFunction("take", new PublishedParameter("x", PublishedType.Double), new PublishedParameter("y", PublishedType.Double))))
    {
        public double X { get; private set; }

        public double Y { get; private set; }

        protected override ValueTask Invoke(int function, ref PublishedCall call)
        {
            ref JsonPayloadReader reader = ref call.Reader;
            double x = 0;
            double y = 0;
            while (call.ReadArgument(out int index))
                call.Accept(index == 0 ? reader.TryRead(out x) : reader.TryRead(out y));
            if (call.IsRefused)
                return default;
            (X, Y) = (x, y);
            call.Result.Writer.WriteNullValue();
            return default;
        }
    }
}
