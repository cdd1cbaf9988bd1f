namespace Busbar.Generators.Tests.Events;

/// <summary>Events with MessagePack arguments, generated, compiled and sent.</summary>
public sealed class MessagePackEventTests
{
    private static readonly string[] Types =
    [
        "bool", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal", "char", "string", "Guid", "DateTimeOffset",
        "DateTime", "DateOnly", "TimeOnly", "TimeSpan", "Mode", "Flags", "int?", "string?", "Mode?", "System.Text.Json.JsonElement",
    ];

    /// <summary>A method for each type, for an event of the type's name.</summary>
    private static readonly string Values = string.Concat(Types.Select((type, index) => $$"""[Event("{{type}}")] private void On{{index}}({{type}} value) => Say($"{value}"); """))
        + "public enum Mode : byte { Off, On } [Flags] public enum Flags { A = 1, B = 2, C = 4 }";

    [Theory]
    [InlineData("bool", "91 C3", "True")]
    [InlineData("sbyte", "91 D0 80", "-128")]
    [InlineData("byte", "91 CC FF", "255")]
    [InlineData("short", "91 D1 8000", "-32768")]
    [InlineData("ushort", "91 CD FFFF", "65535")]
    [InlineData("int", "91 D2 80000000", "-2147483648")]
    [InlineData("uint", "91 CE FFFFFFFF", "4294967295")]
    [InlineData("long", "91 D3 8000000000000000", "-9223372036854775808")]
    [InlineData("ulong", "91 CF FFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("float", "91 CA 3FC00000", "1.5")]
    [InlineData("double", "91 05", "5")]
    [InlineData("decimal", "91 A5 34312E3730", "41.70")]
    [InlineData("decimal", "91 CF FFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("decimal", "91 CB 3FB999999999999A", "0.1")]
    [InlineData("char", "91 A2 C3A4", "ä")]
    [InlineData("string", "91 A2 6869", "hi")]
    [InlineData("Guid", "91 C410 00112233445566778899AABBCCDDEEFF", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("Guid", "91 D924 30303131323233332D343435352D363637372D383839392D616162626363646465656666", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("DateTimeOffset", "91 D6FF65E07240", "02/29/2024 12:02:08 +00:00")]
    [InlineData("DateTimeOffset", "91 CE65E07240", "02/29/2024 12:02:08 +00:00")]
    [InlineData("DateTimeOffset", "91 B4 323032342D30322D32395431323A30323A30385A", "02/29/2024 12:02:08 +00:00")]
    [InlineData("DateTimeOffset", "91 B8 323032342D30322D32395431323A30323A30382B30323030", "02/29/2024 12:02:08 +02:00")]
    [InlineData("DateTime", "91 D6FF65E07240", "02/29/2024 12:02:08")]
    [InlineData("DateOnly", "91 AA 323032342D30322D3239", "02/29/2024")]
    [InlineData("TimeOnly", "91 A8 31323A30323A3038", "12:02")]
    [InlineData("TimeSpan", "91 CB 3FF8000000000000", "00:00:01.5000000")]
    [InlineData("TimeSpan", "91 AA 312E30323A30333A3034", "1.02:03:04")]
    [InlineData("Mode", "91 01", "On")]
    [InlineData("Mode", "91 A2 6F6E", "On")]
    [InlineData("Flags", "91 05", "A, C")]
    [InlineData("int?", "91 C0", "")]
    [InlineData("int?", "91 07", "7")]
    [InlineData("string?", "91 C0", "")]
    [InlineData("Mode?", "91 C0", "")]
    [InlineData("System.Text.Json.JsonElement", "91 93 01 C3 A161", "[1,true,\"a\"]")]
    public void Value_ReachesTheMethod(string type, string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller(Values)(type, payload));

    [Theory]
    [InlineData("int[]", "string.Join(',', value)", "91 93 01 02 03", "1,2,3")]
    [InlineData("List<string>", "string.Join(',', value)", "91 92 A161 A162", "a,b")]
    [InlineData("IReadOnlyList<double?>", "string.Join(',', value)", "91 92 C0 05", ",5")]
    [InlineData("int[][]", "string.Join('|', value.Select(one => one.Length))", "91 92 90 91 01", "0|1")]
    [InlineData("int[]?[]", "string.Join('|', value.Select(one => one is null))", "91 92 C0 91 01", "True|False")]
    [InlineData("byte[]", "value.Length", "91 C403 010203", "3")]
    [InlineData("ReadOnlySpan<byte>", "value.Length", "91 C403 010203", "3")]
    [InlineData("Dictionary<string, int[]>", "string.Join(',', value[\"a\"])", "91 81 A161 92 01 02", "1,2")]
    [InlineData("List<Dictionary<string, bool>>", "value[0][\"b\"]", "91 91 81 A162 C3", "True")]
    public void Collection_ReachesTheMethod(string type, string shown, string payload, string expected) =>
        Assert.Equal([expected], Rooms.Call(
            $$"""    [Event("e")] private void On({{type}} value) { var text = {{shown}}; Say($"{text}"); }""",
            $"said.Add(room.Tell(\"e\", \"{payload}\"));", "using System.Linq; public sealed partial class My : Room"));

    [Theory]
    [InlineData("90", "Event \"e\": 'a' is missing; it is an integer.")]
    [InlineData("91 01", "Event \"e\": 'b' is missing; it is text.")]
    [InlineData("92 01 02", "Event \"e\": 'b' must be text, and is an integer.")]
    [InlineData("92 CE FFFFFFFF A161", "Event \"e\": 'a' must be an integer, and is an integer that does not fit.")]
    [InlineData("92 01 A1 FF", "Event \"e\": 'b' must be text, and is text that is not valid UTF-8.")]
    [InlineData("80", "Event \"e\": The arguments must be an array, and are a map.")]
    [InlineData("92 01 A5 61", "Event \"e\": The arguments must be MessagePack; at octet 2 they are cut off.")]
    [InlineData("", "Event \"e\": The arguments must be MessagePack; at octet 0 they are cut off.")]
    [InlineData("92 01 A161", "1 a 9 -")]
    [InlineData("93 01 A161 02", "1 a 2 -")]
    [InlineData("94 01 A161 02 A163", "1 a 2 c")]
    [InlineData("96 01 A161 02 A163 90 80", "1 a 2 c")]
    [InlineData("93 01 A161 C3", "Event \"e\": 'c' must be an integer, and is a truth value.")]
    public void ArgumentsThatDoNotFit_AreNamed_OptionalOnesMayBeMissing_MoreAreLeft(string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller("""    [Event("e")] private void On(int a, string b, long c = 9, string d = "-") => Say($"{a} {b} {c} {d}");""")("e", payload));

    [Theory]
    [InlineData("mode", "91 A2 6F6F", "Event \"mode\": 'mode' must be one of Off, On, and is text that does not fit.")]
    [InlineData("mode", "91 C3", "Event \"mode\": 'mode' must be one of Off, On, and is a truth value.")]
    [InlineData("mode", "90", "Event \"mode\": 'mode' is missing; it is one of Off, On.")]
    [InlineData("only", "91 A2 6F6E", "Event \"only\": 'only' must be None, and is text that does not fit.")]
    [InlineData("only", "91 C0", "Event \"only\": 'only' must be None, and is nil.")]
    [InlineData("modes", "91 91 07", "Event \"modes\": 'modes[0]' must be an integer, and is an integer that does not fit.")]
    [InlineData("time", "91 90", "Event \"time\": 'time' must be a time, and is an array.")]
    [InlineData("time", "91 A3 616263", "Event \"time\": 'time' must be a time, and is text that does not fit.")]
    [InlineData("time", "91 C7 05 FF 0000000000", "Event \"time\": 'time' must be a time, and is a timestamp that is none.")]
    [InlineData("id", "91 A3 616263", "Event \"id\": 'id' must be a Guid, and is text that does not fit.")]
    public void Faults_SayWhatIsExpected_InWords(string name, string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller(
            """
                [Event("mode")] private void OnMode(Mode mode) { }
                [Event("only")] private void OnOnly(Only only) { }
                [Event("modes")] private void OnModes(Mode[] modes) { }
                [Event("time")] private void OnTime(DateTimeOffset time) { }
                [Event("id")] private void OnId(Guid id) { }
                public enum Mode { Off, On }
                public enum Only { None }
            """)(name, payload));

    [Fact]
    public void Fault_HasItsParts() => Assert.Equal(
        ["Rejected e 1 corners[1].y corners Unfit a number text 16"],
        Rooms.Call(
            """    [Event("e")] private void On(int a, Corner[] corners) { } public readonly record struct Corner(double X, double Y);""",
            """
            EventFault fault = room.Send("e", "92 01 92 82 A178 01 A179 02 82 A178 01 A179 A161").Fault!;
            said.Add(FormattableString.Invariant($"{room.Send("e", "90").Status} {fault.Event} {fault.Argument.Index} {fault.Argument.Path} {fault.Argument.Name} {fault.Argument.Kind} {fault.Argument.Expected} {fault.Argument.Received} {fault.Argument.Offset}"));
            """));

    [Theory]
    [InlineData("91 82 A178 01 A179 02", "1 2 none ")]
    [InlineData("91 84 A179 02 A178 01 A161 93 01 02 03 A56C6162656C A161", "1 2 a ")]
    [InlineData("91 83 A178 01 A179 02 A5696E6E6572 82 A178 03 A179 04", "1 2 none 3 4 none ")]
    [InlineData("91 81 A178 01", "Event \"e\": 'point.y' is missing; it is a number.")]
    [InlineData("91 83 A178 01 A179 02 A5696E6E6572 81 A178 03", "Event \"e\": 'point.inner.y' is missing; it is a number.")]
    [InlineData("91 82 A178 01 A179 A161", "Event \"e\": 'point.y' must be a number, and is text.")]
    [InlineData("91 01", "Event \"e\": 'point' must be a map, and is an integer.")]
    [InlineData("91 81 01 02", "Event \"e\": 'point' must be a map whose keys are text, and is one with an integer for a key.")]
    public void Record_IsReadFromAMap(string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller(
            """
                [Event("e")] private void On(Point point) => Say($"{point.Text}");
                public sealed record Point(double X, double Y, string Label = "none", Point? Inner = null) { internal string Text => FormattableString.Invariant($"{X} {Y} {Label} {Inner?.Text}"); }
            """)("e", payload));

    [Fact]
    public void Members_ThatArePropertiesOnly_KeepTheirOwnValues() => Assert.Equal(
        ["1 b 7 x", "2 a 8 y", "Event \"e\": 'thing.id' is missing; it is an integer."],
        Rooms.Call(
            """
                [Event("e")] private void On(Thing thing) => Say($"{thing.Id} {thing.Name} {thing.Count} {thing.Key}");
                public sealed class Thing { public required int Id { get; set; } public string Name { get; set; } = "b"; public int Count { get; init; } = 7; [System.Text.Json.Serialization.JsonPropertyName("#")] public string Key { get; set; } = "x"; }
            """,
            """
            said.Add(room.Tell("e", "91 81 A2 6964 01"));
            said.Add(room.Tell("e", "91 84 A2 6964 02 A4 6E616D65 A161 A5 636F756E74 08 A1 23 A179"));
            said.Add(room.Tell("e", "91 80"));
            """));

    [Fact]
    public void RequiredMembers_AreSetWhereTheConstructorDoesNotSaySo() => Assert.Equal(
        ["1 2", "Event \"e\": 'demanded.y' is missing; it is an integer."],
        Rooms.Call(
            """
                [Event("e")] private void On(Demanded demanded) => Say($"{demanded.X} {demanded.Y}");
                public sealed class Demanded { public Demanded(int x) => X = x; public required int X { get; set; } public required int Y { get; init; } }
            """,
            """
            said.Add(room.Tell("e", "91 82 A178 01 A179 02"));
            said.Add(room.Tell("e", "91 81 A178 01"));
            """));

    [Theory]
    [InlineData("93 01 02 C0", "1")] // nil
    [InlineData("93 01 A161 82 A162 93 01 02 03 A163 C403 000000", "1")] // text, a map of a list and octets
    [InlineData("93 01 02", "Event \"e\": The arguments must be MessagePack; at octet 0 they are cut off.")] // three are said to be there
    [InlineData("92 01 C1", "Event \"e\": The arguments must be MessagePack; at octet 2 they are something else.")] // never used in the format
    [InlineData("92 01 A561", "Event \"e\": The arguments must be MessagePack; at octet 2 they are cut off.")] // text of five octets
    [InlineData("92 01 93 01 C1 02", "Event \"e\": The arguments must be MessagePack; at octet 4 they are something else.")]
    public void FurtherArguments_ArePassedOver_UnlessTheyAreNoMessagePack(string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller("""    [Event("e")] private void On(int one) => Say($"{one}");""")("e", payload));

    [Fact]
    public void RecordsThatHoldThemselves_EndAtTheReadersDepth()
    {
        string deep = string.Concat(Enumerable.Repeat("81A46E657874", 100)) + "80";

        Assert.Equal(["Malformed", "fine"], Rooms.Call(
            """    [Event("e")] private void On(Node node) => Say($"fine"); public sealed class Node { public Node? Next { get; set; } }""",
            $"said.Add(room.Send(\"e\", \"91{deep}\").Fault!.Argument.Kind.ToString()); said.Add(room.Tell(\"e\", \"91 81 A46E657874 80\"));"));
    }

    [Fact]
    public void PayloadCutAnywhere_IsAFault_NeverACallOrAnException() => Assert.Equal(
        ["called 1"],
        Rooms.Call(
            """
                private int _called;
                [Event("e")] private void On(string a, double? b, DateTimeOffset c, byte[] d, Dictionary<string, Mode[]> e, Guid f) => _called++;
                public int Called => _called;
                public enum Mode { Off, On }
            """,
            """
            byte[] whole = Convert.FromHexString("96A161CB3FF8000000000000D6FF65E07240C40301020381A16192A26F6E01C41000112233445566778899AABBCCDDEEFF");
            for (int length = 0; length <= whole.Length; length++)
            {
                EventOutcome outcome = room.Send("e", Convert.ToHexString(whole, 0, length));
                if ((outcome.Status == EventStatus.Handled) != (length == whole.Length) || (length < whole.Length && outcome.Fault!.Argument.Kind != ArgumentFaultKind.Malformed))
                    said.Add($"{length}: {outcome}");
            }

            said.Add($"called {room.Called}");
            """));

    [Fact]
    public void RandomOctets_AreAFaultOrACall_NeverAnException() => Assert.Equal(
        ["ok"],
        Rooms.Call(
            """
                [Event("e")] private void On(Point[] a, Dictionary<string, Point?>? b = null, decimal c = 0, TimeSpan d = default, DateOnly e = default, TimeOnly f = default, char g = 'a', System.Text.Json.JsonElement h = default) { }
                public readonly record struct Point(Mode M, Guid? G, List<sbyte>? L);
                public enum Mode { Off, On }
            """,
            """
            var random = new Random(20240229);
            byte[] seed = Convert.FromHexString("989183A16D01A167C0A16C910181A16183A16DA26F6EA167C0A16CC0CB3FF800000000000005AA323032342D30322D3239A831323A30323A3038A1618101C0");
            for (int i = 0; i < 20_000; i++)
            {
                byte[] octets = (byte[])seed.Clone();
                for (int n = random.Next(4); n >= 0; n--)
                    octets[random.Next(octets.Length)] = (byte)random.Next(256);
                room.Send("e", Convert.ToHexString(octets, 0, random.Next(octets.Length + 1)));
            }

            said.Add("ok");
            """));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Cultures_ChangeNothing(string culture) => Assert.Equal(
        ["41.7 INIT 02/29/2024 12:02:08 +00:00"],
        Rooms.Call(
            """    [Event("e")] private void On(decimal a, Mode b, DateTimeOffset c) => Say($"{a} {b} {c}"); public enum Mode { Off, INIT }""",
            $"CultureInfo.CurrentCulture = new CultureInfo(\"{culture}\"); said.Add(room.Tell(\"e\", \"93 A4 34312E37 A4 696E6974 B4 323032342D30322D32395431323A30323A30385A\"));",
            "using System.Globalization; public sealed partial class My : Room"));
}
