using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Events;

/// <summary>Which method is called for which event: of the class, its bases, wherever it is declared.</summary>
public sealed class EventTableTests
{
    [Fact]
    public void HundredNames_FindTheirMethods_AndOthersNone()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(index => index % 3 == 0 ? $"event{index:000}" : index % 3 == 1 ? new string('x', index) : $"{index:X4}ü{index}")];
        string methods = string.Concat(names.Select((name, index) => $"[Event(\"{name}\")] private void On{index}(int value) => Say($\"{index} {{value}}\");\n"));
        string sends = string.Concat(names.Select(name => $"said.Add(room.Tell(\"{name}\", \"91 07\"));"));

        Assert.Equal(names.Select((_, index) => $"{index} 7"), Rooms.Call(methods, sends));
        Assert.Equal(Enumerable.Repeat("NotFound", 5), Rooms.Call(methods, "foreach (string name in new[] { \"\", \"event100\", \"Event000\", \"event0000\", \"xx\" }) said.Add(room.Tell(name, \"91 07\"));"));
    }

    /// <summary>The switch looks at the octets that tell its names apart, the method that it leads to at all of them.</summary>
    [Fact]
    public void NamesThatOnlyResembleThoseOfALargeTable_GoOnBelow_ThenToTheFallback()
    {
        string methods = string.Concat(Enumerable.Range(0, 30).Select(index => $"[Event(\"event{index:00}\")] private void On{index}(int value) => Say($\"{index} {{value}}\");\n"));
        string sends = """foreach (string name in new[] { "event17", "Event17", "eventx7", "xxxxx17", "event99", "", "even17" }) said.Add(room.Tell(name, "91 07"));""";
        const string Below = """
            }

            public abstract partial class Middle : Room
            {
                [Event("Event17")] private void OnBelow(int value) => Say($"below {value}");
            """;

        Assert.Equal(["17 7", "NotFound", "NotFound", "NotFound", "NotFound", "NotFound", "NotFound"], Rooms.Call(methods, sends));
        Assert.Equal(["17 7", "below 7", "NotFound", "NotFound", "NotFound", "NotFound", "NotFound"], Rooms.Call(methods + Below, sends, "public sealed partial class My : Middle"));
        Assert.Equal(
            ["17 7", "below 7", "other eventx7", "other xxxxx17", "other event99", "other ", "other even17"],
            Rooms.Call("[EventFallback] private void Other(string name) => Say($\"other {name}\");\n" + methods + Below, sends, "public sealed partial class My : Middle"));
    }

    [Fact]
    public void NamesOfALargeTable_WhateverTheyAre_FindTheirMethods()
    {
        var random = new Random(20240229);
        string[] names =
        [
            .. Enumerable.Range(0, 60).Select(_ => new string([.. Enumerable.Range(0, 5).Select(_ => (char)('a' + random.Next(26)))])), // of one length, and no two octets part them all
            .. Enumerable.Range(0, 20).Select(index => new string('x', 100 + index) + 'y' + new string('x', 99 - index)), // 200 octets of which one differs
            .. Enumerable.Range(0, 20).Select(index => "ü" + (char)('à' + index)), // four octets, of which the last differs
            "a", "b", "c", "d",
        ];
        names = [.. names.Distinct()];
        string methods = string.Concat(names.Select((name, index) => $"[Event(\"{name}\")] private void On{index}() => Say($\"{index}\");\n"));
        string sends = string.Concat(names.Select(name => $"said.Add(room.Tell(\"{name}\", \"90\"));"));

        Assert.Equal(names.Select((_, index) => $"{index}"), Rooms.Call(methods, sends));
    }

    [Fact]
    public void DerivedOfDerived_AsksItsOwnTableFirst_ThenTheOneBelow_ThenItsFallback() => Assert.Equal(
        ["derived a", "base b", "derived c", "derived other d", "NotFound"],
        Rooms.Call(
            """
                [Event("a")] private void OnA() => Say($"derived a");
                [Event("c")] private void OnC() => Say($"derived c");
                [EventFallback] private void Other(string name) => Say($"derived other {name}");
            }

            public abstract partial class Middle : Empty
            {
                [Event("a")] private void OnA() => Say($"base a");
                [Event("b")] private void OnB() => Say($"base b");
            }

            public abstract class Empty : Room;

            public sealed partial class Lonely : Middle
            {
                [Event("z")] private void OnZ() => Say($"z");
            """,
            """foreach (string name in new[] { "a", "b", "c", "d" }) said.Add(room.Tell(name, "90")); said.Add(new Lonely().Tell("d", "90"));""",
            "public sealed partial class My : Middle"));

    [Fact]
    public async Task AsynchronousMethods_EndWithTheOutcome()
    {
        string[] said = await Rooms.Run(Rooms.Usings + """
            public sealed partial class My : Room
            {
                public TaskCompletionSource Gate { get; } = new();
                [Event("task")] private async Task OnTask(int a) { await Gate.Task; Say($"task {a}"); }
                [Event("value")] private async ValueTask OnValue(CancellationToken token) { await Task.Yield(); token.ThrowIfCancellationRequested(); }
                [Event("now")] private ValueTask OnNow() => default;
                [Event("throws")] private void OnThrow() => throw new InvalidOperationException("thrown");
            }

            public static class Test
            {
                public static async Task<string[]> RunAsync()
                {
                    var room = new My();
                    EventOutcome task = room.Send("task", "91 07");
                    room.Said.Add($"{task.Status} {task.Completion.IsCompleted}");
                    room.Gate.SetResult();
                    await task.Completion;
                    try { await room.Send("value", "90", new CancellationToken(true)).Completion; } catch (OperationCanceledException) { room.Said.Add("cancelled"); }
                    room.Said.Add($"{room.Send("now", "90").Completion.IsCompletedSuccessfully}");
                    try { room.Send("throws", "90"); } catch (InvalidOperationException exception) { room.Said.Add(exception.Message); }
                    return room.Said.ToArray();
                }
            }
            """).CallAsync<string[]>();

        Assert.Equal(["Handled False", "task 7", "cancelled", "True", "thrown"], said);
    }

    [Fact]
    public void Primitives_AllocateNothing() => Assert.Equal(
        ["0"],
        Rooms.Call(
            """
                private long _sum;
                [Event("set")] private void OnSet(int a, double b, bool c, ReadOnlySpan<byte> d, int? e, Mode f, Guid g, DateTimeOffset h, TimeSpan i) => _sum += a + (long)b + d.Length;
                [EventFallback] private void OnOther(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload) => _sum++;
                public enum Mode { Off, On }
                public long Measure(ReadOnlySpan<byte> payload)
                {
                    for (int i = 0; i < 1000; i++) { DispatchEvent("set"u8, payload, default); DispatchEvent("other"u8, payload, default); }
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    for (int i = 0; i < 1000; i++) { DispatchEvent("set"u8, payload, default); DispatchEvent("other"u8, payload, default); }
                    return GC.GetAllocatedBytesForCurrentThread() - before + (_sum == 12000 ? 0 : _sum);
                }
            """,
            """said.Add(room.Measure(Convert.FromHexString("9901CB4000000000000000C3C402AABBC0A26F6EC41000112233445566778899AABBCCDDEEFFD6FF65E072400A")).ToString());"""));

    [Fact]
    public void ClassesOfAllShapes_CompileCleanly() => Rooms.Run(
        Rooms.Usings + """
            namespace A { public partial class Same : Room { [Event("a")] void On() { } } public partial class Same<T> : Room where T : class { [Event("a")] void On(int a) { } } }
            namespace @class.B { public partial class Same : Room { [Event("a")] void @void(int @int, string @class) { } public partial class Nested : Room { [Event("b")] internal static void On(ReadOnlySpan<byte> payload, int count, int reader, string name) { } } } }
            """,
        """
            using Busbar;
            public partial class Split : Room { [Event("one")] private void One(int a) { } [Event("overload")] private void Two(int a) { } }
            public partial record RecordRoom(int Number) : RecordBase;
            [EventTable(EventFormat.MessagePack)] public abstract record RecordBase { protected internal virtual EventOutcome DispatchEvent(System.ReadOnlySpan<byte> name, System.ReadOnlySpan<byte> payload, in long @in, string payloadText = "") => default; }
            """,
        """
            #nullable disable
            using Busbar;
            public partial class Split { private class EventArguments { } private void DispatchTwo() { } [Event("two")] private void Two(string a, string[] b) { } public partial class Inner : Split { [Event("two")] private void Three(object context = null, params int[] none) { } } }
            public partial record RecordRoom { [Event("r")] private void On(in long number, string text, RecordBase self, RecordRoom own) { } }
            """.Replace("object context = null, params int[] none", "List<string> texts = null, string text = \"\\\"\\\\\"", StringComparison.Ordinal)).Compile();

    [Fact]
    public void ParametersOfAllKinds_CompileCleanly_InEveryFormat()
    {
        const string Body = """
            {
                [Event("one")] void One(ReadOnlySpan<byte> octets) { }
                [Event("has")] void Has(int value, bool hasValue, int hasValueGiven = 3) { }
                [Event("own")] void Own(int reader, int count, int payload, string exception, int name, int topic, int filter, int index, int key, int @out) { }
                [Event("all")] void All(bool a, sbyte b, byte c, short d, ushort e, int f, uint g, long h, ulong i, float j, double k, decimal l, char m, string n, Guid o, DateTimeOffset p, DateTime q, DateOnly r, TimeOnly s, TimeSpan t, byte[] u, Kind v, System.Text.Json.JsonElement w, Pair x) { }
                [Event("optional")] void Optional(int? a = 5, string? b = "\"", Kind c = Kind.Two, double d = double.NaN, char e = '\'', Guid f = default, byte[]? g = null, ReadOnlySpan<byte> h = default, List<string>? i = null, Kind? j = Kind.One, decimal k = 1.5m, float l = 1e-3f, ulong m = ulong.MaxValue, Pair? n = null) { }
                [Event("lists")] void Lists(IEnumerable<int> a, ICollection<string?> b, IReadOnlyDictionary<string, Pair?[]> c, List<List<Kind>> d, byte[][] e) { }
                public enum Kind : ulong { One, Two, @class }
                public record struct Pair(int Count, string? Reader, int Index = 2) { public Kind Key { get; init; } = Kind.Two; public required string Value { get; set; } = ""; }
            }
            """;

        Rooms.Run("using Busbar; public partial class A : Room " + Body, "using Busbar; public partial class B : JsonRoom " + Body).Compile();
    }

    [Fact]
    public void Base_OfAnotherAssembly_IsOverriddenAsItMay()
    {
        GeneratorRun run = Rooms.Run("using Busbar; public partial class My : Room { [Event(\"a\")] void On() { } }");

        Assert.Contains("protected override global::Busbar.EventOutcome DispatchEvent(", run.Text, StringComparison.Ordinal);
        run.Compile();
    }

    [Theory]
    [InlineData("set", "{\"name\":\"a\",\"value\":1.5}", "a 1.5 ")]
    [InlineData("set", "{\"unit\":\"V\",\"more\":[1,{}],\"value\":2,\"name\":\"a\"}", "a 2 V")]
    [InlineData("set", "[\"a\", 3]", "a 3 ")]
    [InlineData("set", "[\"a\", 3, null, 4]", "a 3 ")]
    [InlineData("set", "[\"a\"]", "Event \"set\": 'value' is missing; it is a number.")]
    [InlineData("set", "{\"value\":1}", "Event \"set\": 'name' is missing; it is text.")]
    [InlineData("set", "{\"name\":\"a\",\"value\":\"b\"}", "Event \"set\": 'value' must be a number, and is \"b\".")]
    [InlineData("set", "5", "Event \"set\": The arguments must be an object or a list, and are 5.")]
    [InlineData("set", "{\"name\":", "Event \"set\": The arguments must be JSON; at octet 8 they are cut off.")]
    [InlineData("set", "", "Event \"set\": The arguments must be JSON; at octet 0 they are cut off.")]
    [InlineData("one", "[1,2]", "1,2")]
    [InlineData("one", "[1,2] 3", "Event \"one\": The arguments must be JSON; at octet 6 they are something else.")]
    [InlineData("one", "[1,\"x\"]", "Event \"one\": 'values[1]' must be an integer from -2147483648 to 2147483647, and is \"x\".")]
    [InlineData("point", "{\"x\":1,\"y\":2}", "1 2")]
    [InlineData("point", "{\"x\":1}", "Event \"point\": 'point.y' is missing; it is a number.")]
    [InlineData("ping", "not looked at", "pong")]
    [InlineData("raw", "{", "1")]
    [InlineData("else", "{", "NotFound")]
    public void Json_OneTakesTheValue_SeveralAnArrayOrAnObject(string name, string payload, string expected) =>
        Assert.Equal(expected, Rooms.Teller(
            """
                [Event("set")] private void OnSet(string name, double value, string? unit = null) => Say($"{name} {value} {unit}");
                [Event("one")] private void OnOne(int[] values) => Say($"{string.Join(',', values)}");
                [Event("point")] private void OnPoint(Point point) => Say($"{point.X} {point.Y}");
                [Event("ping")] private void OnPing(object? context) => Say($"pong");
                [Event("raw", Raw = true)] private void OnRaw(ReadOnlySpan<byte> text) => Say($"{text.Length}");
                public record struct Point(double X, double Y);
            """,
            "public sealed partial class My : JsonRoom")(name, payload));

    [Fact]
    public void Topics_GiveTheirLevels() => Assert.Equal(
        [
            "plant/+/+/power plant/# +/+ +/# +/base", "3 L2 41.7", "rest 2", "00112233-4455-6677-8899-aabbccddeeff True", "text 3", "base x",
            "Event \"plant/{bay}/{phase}/power\": 'bay' must be an integer, and is \"x\".",
            "Event \"plant/{bay}/{phase}/power\": 'bay' must be an integer, and is \" 3\".",
            "Event \"plant/{bay}/{phase}/power\": 'phase' must be one of L1, L2, and is \"L9\".",
            "NotFound", "9",
        ],
        Rooms.Call(
            """
                [Event("plant/{bay}/{phase}/power")] private void OnPower(string payload, int bay, Phase phase) => Say($"{bay} {phase} {payload}");
                [Event("plant/#")] private void OnAny(byte[] payload) => Say($"rest {payload.Length}");
                [Event("{id}/{on}")] private void OnId(Guid id, bool on) => Say($"{id} {on}");
                [Event("{text}/#")] private void OnText(string text, ReadOnlySpan<byte> payload) => Say($"{text} {payload.Length}");
                public enum Phase { L1, L2 }
            }

            public partial class Below : Topics
            {
                [Event("{name}/base")] private void OnBase(string name) => Say($"base {name}");
            """,
            """
            said.Add(string.Join(' ', room.Filters));
            said.Add(room.Tell(0, "plant/3/l2/power", "41.7"));
            said.Add(room.Tell(1, "plant", "ab"));
            said.Add(room.Tell(2, "00112233-4455-6677-8899-aabbccddeeff/true", ""));
            said.Add(room.Tell(3, "text/a/b", "abc"));
            said.Add(room.Tell(4, "x/base", ""));
            said.Add(room.Tell(0, "plant/x/L2/power", "41.7"));
            said.Add(room.Tell(0, "plant/ 3/L2/power", "41.7"));
            said.Add(room.Tell(0, "plant/3/L9/power", "41.7"));
            said.Add(room.Tell(5, "", ""));
            room.Tell(0, "plant/a/x/y", "");
            said.Add($"{"plant/3/L".Length}");
            """, "public sealed partial class My : Below"));
}
