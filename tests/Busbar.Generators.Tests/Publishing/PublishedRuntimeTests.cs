using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Publishing;

/// <summary>Tables that were generated, compiled and called.</summary>
public sealed class PublishedRuntimeTests
{
    /// <summary>Calls as a page would: a name and JSON in, the outcome with what was written out.</summary>
    private const string Caller = """
        using System.Buffers;
        using System.Globalization;
        using System.Linq;
        using System.Text;
        using System.Text.Json;
        using Busbar;

        public static class Caller
        {
            public static async Task<string> CallAsync(this IPublishedTable table, string name, string arguments, IServiceProvider? services = null, CancellationToken token = default, bool isSplit = false)
            {
                var written = new ArrayBufferWriter<byte>();
                using var writer = new Utf8JsonWriter(written);
                PublishedFunction function = table.Find(Encoding.UTF8.GetBytes(name)) ?? throw new InvalidOperationException("no " + name);
                byte[] octets = Encoding.UTF8.GetBytes(arguments);
                PublishedOutcome outcome = await table.InvokeAsync(function, isSplit ? Split(octets) : new ReadOnlySequence<byte>(octets), writer, services, token);
                writer.Flush();
                return outcome.Kind == PublishedOutcomeKind.Completed ? Encoding.UTF8.GetString(written.WrittenSpan) : outcome.ToString();
            }

            public static async Task<string> StreamAsync(this IPublishedTable table, string name, string arguments, CancellationTokenSource? source = null, int cancelAfter = int.MaxValue)
            {
                var items = new List<string>();
                var written = new ArrayBufferWriter<byte>();
                using var writer = new Utf8JsonWriter(written);
                PublishedOutcome outcome = await table.StreamAsync(table.Find(Encoding.UTF8.GetBytes(name))!, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)), writer, async token =>
                {
                    await Task.Yield();
                    writer.Flush();
                    items.Add(Encoding.UTF8.GetString(written.WrittenSpan));
                    written.ResetWrittenCount();
                    writer.Reset();
                    if (items.Count == cancelAfter)
                        source!.Cancel();
                }, null, source?.Token ?? default);
                return string.Join(" ", items) + " " + outcome;
            }

            public static string Query(this IPublishedTable table, string name, string query)
            {
                var written = new ArrayBufferWriter<byte>();
                PublishedQuery.Write(table.Find(Encoding.UTF8.GetBytes(name))!, query, written);
                return Encoding.UTF8.GetString(written.WrittenSpan);
            }

            /// <summary>Each octet a segment of its own.</summary>
            private static ReadOnlySequence<byte> Split(byte[] octets)
            {
                var first = new Segment(octets.AsMemory(0, 1), null);
                Segment last = first;
                for (int i = 1; i < octets.Length; i++)
                    last = new Segment(octets.AsMemory(i, 1), last);
                return new ReadOnlySequence<byte>(first, 0, last, 1);
            }

            private sealed class Segment : ReadOnlySequenceSegment<byte>
            {
                public Segment(ReadOnlyMemory<byte> memory, Segment? before)
                {
                    Memory = memory;
                    RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
                    if (before is not null)
                        before.Next = this;
                }
            }
        }

        public sealed class Services(params object[] all) : IServiceProvider
        {
            public object? GetService(Type type) => all.FirstOrDefault(type.IsInstanceOfType);
        }
        """;

    private const string Functions = """
        using System.Globalization;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Text.Json;
        using Busbar;

        public enum Mode : byte { Off, Local, Remote }
        public enum Case { a, A }
        public readonly record struct Point(double X, double Y);
        public sealed record Shape(string Name, IReadOnlyList<Point> Corners, Mode? Mode = Mode.Remote)
        {
            public string Colour { get; init; } = "grey";
            public Shape? Inner { get; set; }
        }
        public sealed record Fussy { public Fussy(int level) => Level = level >= 0 ? level : throw new ArgumentException("below zero"); public int Level { get; } }
        public sealed class Demanded { public Demanded(int x) => X = x; public required int X { get; set; } public required int Y { get; init; } }
        public sealed class Setting { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Setting(int x) => (X, Y) = (x, 7); public required int X { get; init; } public required int Y { get; init; } }
        public sealed class Report
        {
            private Report(double reading) => Reading = reading;
            public double Reading { get; }
            public Depth? Inner { get; } = Depth.Of(2);
            public IReadOnlyList<Depth> All { get; set; } = [];
            public static Report Of(double reading) => new(reading);
        }
        public sealed class Depth { private Depth() { } [System.Text.Json.Serialization.JsonPropertyName("depth")] public int Value { get; private set; } public Depth? Inner => null; public static Depth Of(int value) => new() { Value = value }; }
        public interface IClock { string Now { get; } }
        public sealed class Clock : IClock { public string Now => "noon"; }

        public static partial class Functions
        {
            /// <summary>Adds.</summary>
            [Published] public static double Addition(double x, double y = 2) => x + y;
            [Published] public static Shape Turn(Shape shape) => shape;
            [Published] public static int Total(IEnumerable<int> values, Dictionary<string, int[]>? more = null) => values.Sum() + (more?.Values.Sum(one => one.Sum()) ?? 0);
            [Published] public static Mode? Next(Mode? mode) => mode is null ? null : (Mode)((byte)mode.Value + 1);
            [Published] public static string Cases(Case one) => one.ToString();
            [Published] public static long Wide(long value) => value;
            [Published] public static float Narrow(float value) => value;
            [Published] public static string Text(string text, char? letter = null) => text + letter;
            [Published] public static string Times(DateOnly day, TimeOnly time, TimeSpan span, DateTimeOffset at, Guid id) => FormattableString.Invariant($"{day:O} {time:O} {span:c} {at:O} {id}");
            [Published] public static int Octets(ReadOnlySpan<byte> data, byte[] more) => data.Length * 100 + more.Length;
            [Published] public static string Any(JsonElement value) => value.ValueKind.ToString();
            [Published] public static string Service(IClock clock, [Service] Clock? other, string name) => clock.Now + name + (other is null);
            [Published] public static void Nothing() { }
            [Published] public static int Fails(int divisor) => 1 / divisor;
            [Published] public static string Every(bool ordered, sbyte reader, float call, ulong EndEvery, long index, ushort CallEveryInAnyOrder) => FormattableString.Invariant($"{ordered} {reader} {call} {EndEvery} {index} {CallEveryInAnyOrder}");
            [Published] public static string Demanded(Demanded one, Setting two) => FormattableString.Invariant($"{one.X} {one.Y} {two.X} {two.Y}");
            [Published] public static Report Report(double reading) => global::Report.Of(reading);
            [Published] public static int Fussy(Fussy fussy) => fussy.Level;
            [Published] public static async Task<int> Later(int value, CancellationToken token) { await Task.Yield(); token.ThrowIfCancellationRequested(); return value; }
            [Published] public static async ValueTask Waits() => await Task.Yield();
            [Published] public static async Task<int> FailsLater() { await Task.Yield(); throw new FormatException("later"); }
            [Published]
            public static async IAsyncEnumerable<int> Countdown(int from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                for (int i = from; ; i--)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    if (i < 0)
                        yield break;
                    if (i == 13)
                        throw new FormatException("thirteen");
                    yield return i;
                }
            }
        }
        """;

    [Theory]
    [InlineData("addition", """{"x":1,"y":2.5}""", "3.5")]
    [InlineData("addition", """{"y":1,"x":1e3}""", "1001")]
    [InlineData("addition", """{"x":1}""", "3")]
    [InlineData("addition", """ [1, 2] """, "3")]
    [InlineData("addition", "[1]", "3")]
    [InlineData("addition", """{"\u0078":1,"x":5,"y":1}""", "6")]
    [InlineData("addition", "", "Refused: 'x' is missing; it is a number.")]
    [InlineData("addition", "{}", "Refused: 'x' is missing; it is a number.")]
    [InlineData("addition", "[]", "Refused: 'x' is missing; it is a number.")]
    [InlineData("addition", "[1,2,3]", "Refused: No argument takes 3; the function takes x, y.")]
    [InlineData("addition", """{"x":1,"z":3}""", "Refused: There is no argument 'z'; the function takes x, y.")]
    [InlineData("addition", """{"x":"1"}""", "Refused: 'x' must be a number, and is \"1\".")]
    [InlineData("addition", """{"x":1e999}""", "Refused: 'x' must be a number, and is 1e999.")]
    [InlineData("addition", """{"x":null}""", "Refused: 'x' must be a number, and is null.")]
    [InlineData("addition", """{"x":{"a":[1]}}""", "Refused: 'x' must be a number, and is an object.")]
    [InlineData("addition", """{"x":1,"y":""", "Refused: The arguments must be JSON; at octet 11 they are cut off.")]
    [InlineData("addition", """{"x":1}}""", "Refused: The arguments must be JSON; at octet 7 they are something else.")]
    [InlineData("addition", """{"x":1} 2""", "Refused: The arguments must be JSON; at octet 8 they are something else.")]
    [InlineData("addition", "1", "Refused: The arguments must be an object or a list; at octet 0 they are 1.")]
    [InlineData("addition", " ", "Refused: The arguments must be JSON; at octet 1 they are cut off.")]
    [InlineData("turn", """{"shape":{"name":"a","corners":[{"x":1,"y":2},{"y":4,"x":3,"z":[{}]}],"unknown":{}}}""", """{"name":"a","corners":[{"x":1,"y":2},{"x":3,"y":4}],"mode":"Remote","colour":"grey","inner":null}""")]
    [InlineData("turn", """{"shape":{"name":"a","corners":[],"mode":null,"colour":"red","inner":{"name":"b","corners":[],"mode":1}}}""", """{"name":"a","corners":[],"mode":null,"colour":"red","inner":{"name":"b","corners":[],"mode":"Local","colour":"grey","inner":null}}""")]
    [InlineData("turn", """{"shape":null}""", "Refused: 'shape' must be an object, and is null.")]
    [InlineData("turn", """{"shape":{"name":"a"}}""", "Refused: 'shape.corners' is missing; it is a list.")]
    [InlineData("turn", """{"shape":{"name":"a","corners":[{"x":1,"y":2},{"x":3,"y":true}]}}""", "Refused: 'shape.corners[1].y' must be a number, and is true.")]
    [InlineData("turn", """{"shape":{"name":"a","corners":[],"colour":null}}""", "Refused: 'shape.colour' must be text, and is null.")]
    [InlineData("turn", """{"shape":{"name":"a","corners":[],"inner":{"name":"b","corners":[null]}}}""", "Refused: 'shape.inner.corners[0]' must be an object, and is null.")]
    [InlineData("total", """{"values":[1,2],"more":{"a":[3],"b":[]}}""", "6")]
    [InlineData("total", """[[1,2147483648]]""", "Refused: 'values[1]' must be an integer from -2147483648 to 2147483647, and is 2147483648.")]
    [InlineData("total", """{"values":[],"more":{"a":[1.5]}}""", "Refused: 'more.a[0]' must be an integer from -2147483648 to 2147483647, and is 1.5.")]
    [InlineData("next", """{"mode":"Off"}""", "\"Local\"")]
    [InlineData("next", """{"mode":"lOCAL"}""", "\"Remote\"")]
    [InlineData("next", """{"mode":2}""", "3")]
    [InlineData("next", "{}", "null")]
    [InlineData("next", """{"mode":3}""", "Refused: 'mode' must be one of Off, Local, Remote, and is 3.")]
    [InlineData("next", """{"mode":"On"}""", "Refused: 'mode' must be one of Off, Local, Remote, and is \"On\".")]
    [InlineData("next", """{"mode":256}""", "Refused: 'mode' must be an integer from 0 to 255, and is 256.")]
    [InlineData("cases", """{"one":"A"}""", "\"A\"")]
    [InlineData("cases", """{"one":"a"}""", "\"a\"")]
    [InlineData("wide", "[9007199254740993]", "\"9007199254740993\"")]
    [InlineData("wide", """["-9223372036854775808"]""", "\"-9223372036854775808\"")]
    [InlineData("wide", """["9223372036854775808"]""", "Refused: 'value' must be an integer from -9223372036854775808 to 9223372036854775807, and is \"9223372036854775808\".")]
    [InlineData("wide", """["1 "]""", "Refused: 'value' must be an integer from -9223372036854775808 to 9223372036854775807, and is \"1 \".")]
    [InlineData("narrow", "[0.1]", "0.1")]
    [InlineData("narrow", "[1e39]", "Refused: 'value' must be a number up to 3.4e38, and is 1e39.")]
    [InlineData("text", """{"text":"\u00e4\ud83d\ude00","letter":"x"}""", "\"\\u00E4\\uD83D\\uDE00x\"")]
    [InlineData("text", """{"text":"\ud800"}""", "Refused: 'text' must be text, and is text that is not valid UTF-8.")]
    [InlineData("text", """{"\ud800":"a"}""", "Refused: No argument takes \\ud800; the function takes text, letter.")]
    [InlineData("text", """{"text":"a","letter":"ab"}""", "Refused: 'letter' must be text of one character, and is \"ab\".")]
    [InlineData("times", """["2026-07-01","13:05:09.5","-1.02:03:04","2026-07-01T12:00:00+02:00","12345678-1234-1234-1234-123456789abc"]""", "\"2026-07-01 13:05:09.5000000 -1.02:03:04 2026-07-01T12:00:00.0000000\\u002B02:00 12345678-1234-1234-1234-123456789abc\"")]
    [InlineData("times", """["2026-7-1"]""", "Refused: 'day' must be a day as 2026-07-01, and is \"2026-7-1\".")]
    [InlineData("times", """["2026-07-01","24:00:00"]""", "Refused: 'time' must be a time of day as 13:05:09.5, and is \"24:00:00\".")]
    [InlineData("times", """["2026-07-01","0","0:0:1"]""", "Refused: 'time' must be a time of day as 13:05:09.5, and is \"0\".")]
    [InlineData("times", """["2026-07-01","0:0","1"]""", "Refused: 'span' must be a span of time as 1.13:05:09.5, and is \"1\".")]
    [InlineData("times", """["2026-07-01","0:0","-7"]""", "Refused: 'span' must be a span of time as 1.13:05:09.5, and is \"-7\".")]
    [InlineData("octets", """["AAEC","\u002B/8="]""", "302")]
    [InlineData("demanded", """{"one":{"x":1,"y":2},"two":{"x":3,"y":4}}""", "\"1 2 3 4\"")]
    [InlineData("demanded", """{"one":{"x":1},"two":{"x":3}}""", "Refused: 'one.y' is missing; it is an integer.")]
    [InlineData("demanded", """{"one":{"x":1,"y":2},"two":{"x":3}}""", "\"1 2 3 7\"")]
    [InlineData("report", """{"reading":1.5}""", """{"reading":1.5,"inner":{"depth":2,"inner":null},"all":[]}""")]
    [InlineData("octets", """["AAEC","?"]""", "Refused: 'more' must be octets in base64, and is \"?\".")]
    [InlineData("any", """[{"a":[1,2]}]""", "\"Object\"")]
    [InlineData("any", """{"value":null}""", "\"Null\"")]
    [InlineData("nothing", "{}", "null")]
    [InlineData("nothing", "[0]", "Refused: No argument takes 0; the function takes none.")]
    [InlineData("fails", "[1]", "1")]
    [InlineData("fails", "[0]", "Failed: Attempted to divide by zero.")]
    [InlineData("fails", """{"divisor":0}""", "Failed: Attempted to divide by zero.")]
    [InlineData("every", """{"ordered":true,"reader":-1,"call":-2.5,"EndEvery":3,"index":4,"CallEveryInAnyOrder": 5}""", "\"True -1 -2.5 3 4 5\"")]
    [InlineData("every", """{"reader":-1,"ordered":true,"call":-2.5,"EndEvery":3,"index":4,"CallEveryInAnyOrder":5}""", "\"True -1 -2.5 3 4 5\"")]
    [InlineData("every", """{"ordered":true,"reader":-1,"call":-2.5,"EndEvery":3,"index":4,"CallEveryInAnyOrder":65536}""", "Refused: 'CallEveryInAnyOrder' must be an integer from 0 to 65535, and is 65536.")]
    [InlineData("fussy", """[{"level":-1}]""", "Refused: 'fussy' must be what its type takes, and is refused: below zero.")]
    [InlineData("later", "[7]", "7")]
    [InlineData("waits", "", "null")]
    [InlineData("failsLater", "", "Failed: later")]
    [InlineData("countdown", "[3]", "[3,2,1,0]")]
    [InlineData("countdown", "[14]", "Failed: thirteen")]
    [InlineData("service", """{"name":"x"}""", "\"noonxFalse\"")]
    public async Task Call_OfOneSegmentOrOfMany_EndsAs(string function, string arguments, string expected)
    {
        string whole = await CallAsync(function, arguments, isSplit: false);
        string split = arguments.Length == 0 ? expected : await CallAsync(function, arguments, isSplit: true);

        Assert.Equal([expected, expected], [whole, split]);
    }

    [Fact]
    public async Task Service_ThatIsNotThere_FailsTheCall_UnlessItMayLack() => Assert.Equal(
        ["Failed: 'clock' of 'service' is a service, and there is no IClock.", "\"noonxTrue\""],
        await RunAsync("""
            said.Add(await Functions.Table.CallAsync("service", "[\"x\"]"));
            said.Add(await Functions.Table.CallAsync("service", "[\"x\"]", new Services(new OtherClock())));
            """));

    [Fact]
    public async Task Stream_IsHandedOnItemByItem_UntilItEndsFailsOrIsGivenUp() => Assert.Equal(
        ["3 2 1 0 Completed", "15 14 Failed: thirteen", "9 8 Canceled", " Refused: 'from' is missing; it is an integer.", "7 Completed", "3 Completed", " Failed: later"],
        await RunAsync("""
            said.Add(await Functions.Table.StreamAsync("countdown", "[3]"));
            said.Add(await Functions.Table.StreamAsync("countdown", "[15]"));
            said.Add(await Functions.Table.StreamAsync("countdown", "[9]", new CancellationTokenSource(), cancelAfter: 2));
            said.Add(await Functions.Table.StreamAsync("countdown", "[]"));
            said.Add(await Functions.Table.StreamAsync("later", "[7]"));
            said.Add(await Functions.Table.StreamAsync("addition", "[1]"));
            said.Add(await Functions.Table.StreamAsync("failsLater", ""));
            """));

    [Fact]
    public async Task CallThatIsGivenUp_IsCanceled_AndOneThatCancelsItselfFailed() => Assert.Equal(
        ["Canceled", "Canceled"],
        await RunAsync("""
            said.Add(await Functions.Table.CallAsync("later", "[7]", token: new CancellationToken(true)));
            said.Add(await Functions.Table.CallAsync("countdown", "[7]", token: new CancellationToken(true)));
            """));

    [Theory]
    [InlineData("addition", "?x=1&y=2&_=17", """{"x":1,"y":2}""")]
    [InlineData("addition", "x=1&x=%32", """{"x":2}""")]
    [InlineData("addition", "?kwargs=%7B%22x%22%3A1%7D&y=7", """{"x":1}""")]
    [InlineData("addition", "?x=abc&y", """{"x":"abc","y":""}""")]
    [InlineData("addition", "", "{}")]
    [InlineData("text", "?text=5&letter=", """{"text":"5","letter":""}""")]
    [InlineData("text", "?text=a+b%2Bc%C3%A4", """{"text":"a b\u002Bc\u00E4"}""")]
    [InlineData("next", "?mode=local", """{"mode":"local"}""")]
    [InlineData("next", "?mode=", """{"mode":null}""")]
    [InlineData("next", "?mode=1", """{"mode":1}""")]
    [InlineData("total", "?values=1&values=2", """{"values":[1,2]}""")]
    [InlineData("total", "?values=[1,2]", """{"values":[1,2]}""")]
    [InlineData("total", "?values=1&more={%22a%22:[1]}", """{"values":[1],"more":{"a":[1]}}""")]
    [InlineData("turn", "?shape={", """{"shape":"{"}""")]
    public async Task Address_BecomesArguments(string function, string query, string expected) => Assert.Equal(
        expected, await (Task<string>)Compiled.Value.GetType("Test")!.GetMethod("QueryAsync")!.Invoke(null, [function, query])!);

    [Fact]
    public async Task Instances_EachHaveTheirTable_AndStaticFunctionsAreInIt() => Assert.Equal(
        ["12", "7", "3", "turn,add,sub", "True"],
        await RunAsync(
            """
            var one = new Calculator(10);
            var two = new Calculator(5);
            said.Add(await one.Table.CallAsync("add", "[2]"));
            said.Add(await two.Table.CallAsync("add", "[2]"));
            said.Add(await two.Table.CallAsync("sub", "[2]"));
            said.Add("turn," + string.Join(",", one.Table.Functions.Select(function => function.Name)));
            said.Add((one.Table.Find("Add"u8) is null && one.Table.Find("add"u8) == two.Table.Functions[0]).ToString());
            """,
            "using Busbar; public sealed partial class Calculator(int start) { [Published] public int Add(int x) => start + x; [Published(\"sub\")] public static int Subtract(int x) => 5 - x; }"));

    [Fact]
    public async Task FunctionOfAnotherTable_IsRefused() => Assert.Equal(
        ["'one' is not of this table. (Parameter 'function')"],
        await RunAsync(
            """
            try { await Functions.Table.InvokeAsync(Other.Table.Functions[0], default, new System.Text.Json.Utf8JsonWriter(new System.IO.MemoryStream())); }
            catch (ArgumentException exception) { said.Add(exception.Message); }
            """,
            "using Busbar; static partial class Other { [Published] public static int One() => 1; }"));

    [Fact]
    public async Task SynchronousCallOfNumbers_AllocatesNothing() => Assert.Equal(
        ["0"],
        await RunAsync("""
            await Task.Yield();
            byte[] octets = Encoding.UTF8.GetBytes("{\"x\":1,\"y\":2.5}");
            var written = new System.Buffers.ArrayBufferWriter<byte>(1024);
            using var writer = new System.Text.Json.Utf8JsonWriter(written);
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 5; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 1000; i++)
                {
                    written.ResetWrittenCount();
                    writer.Reset();
                    PublishedFunction function = Functions.Table.Find("addition"u8)!;
                    ValueTask<PublishedOutcome> call = Functions.Table.InvokeAsync(function, new System.Buffers.ReadOnlySequence<byte>(octets), writer);
                    if (!call.IsCompletedSuccessfully || call.Result.Kind != PublishedOutcomeKind.Completed)
                        throw new InvalidOperationException();
                    writer.Flush();
                }
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            said.Add(least.ToString(System.Globalization.CultureInfo.InvariantCulture));
            """));

    [Fact]
    public async Task Payload_CutAnywhereOrDamaged_IsRefusedAndNeverThrows() => Assert.Equal(
        ["0 wrong"],
        await RunAsync("""
            var random = new Random(20261121);
            string[][] calls =
            [
                ["turn", "{\"shape\":{\"name\":\"a\\u00e4\",\"corners\":[{\"x\":1,\"y\":-2.5e3}],\"mode\":\"Local\",\"inner\":null}}"],
                ["total", "{\"values\":[1,2],\"more\":{\"a\":[3],\"b\":[]}}"],
                ["times", "[\"2026-07-01\",\"13:05:09.5\",\"-1.02:03:04\",\"2026-07-01T12:00:00+02:00\",\"12345678-1234-1234-1234-123456789abc\"]"],
                ["octets", "[\"AAEC\",\"\\u002B/8=\"]"],
                ["text", "{\"text\":\"\\ud83d\\ude00\",\"letter\":\"x\"}"],
                ["any", "[{\"a\":[1,2]}]"],
                ["wide", "[\"-9223372036854775808\"]"],
            ];
            int wrong = 0;
            async Task<PublishedOutcomeKind> KindAsync(string name, byte[] octets)
            {
                using var writer = new System.Text.Json.Utf8JsonWriter(new System.Buffers.ArrayBufferWriter<byte>());
                return (await Functions.Table.InvokeAsync(Functions.Table.Find(Encoding.UTF8.GetBytes(name))!, new System.Buffers.ReadOnlySequence<byte>(octets), writer)).Kind;
            }

            foreach (string[] call in calls)
            {
                byte[] whole = Encoding.UTF8.GetBytes(call[1]);
                for (int length = 1; length < whole.Length; length++)
                    wrong += await KindAsync(call[0], whole[..length]) == PublishedOutcomeKind.Refused ? 0 : 1;
                for (int i = 0; i < 3000; i++)
                {
                    byte[] damaged = (byte[])whole.Clone();
                    for (int times = random.Next(1, 4); times > 0; times--)
                        damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                    wrong += await KindAsync(call[0], damaged) is PublishedOutcomeKind.Refused or PublishedOutcomeKind.Completed ? 0 : 1;
                }
            }

            said.Add($"{wrong} wrong");
            """));

    [Fact]
    public async Task Nesting_IsBounded_AndLongNamesAreCutInFaults() => Assert.Equal(
        ["Refused: The arguments must be JSON; at octet 2077 they are nested too deep.", "Refused: The arguments must be JSON; at octet 64 they are nested too deep.", "True", "True"],
        await RunAsync("""
            string deep = string.Concat(Enumerable.Repeat("{\"name\":\"a\",\"corners\":[],\"inner\":", 100));
            said.Add(await Functions.Table.CallAsync("turn", "{\"shape\":" + deep));
            said.Add(await Functions.Table.CallAsync("any", new string('[', 100_000)));
            string name = new string('n', 100_000);
            said.Add(((await Functions.Table.CallAsync("any", "{\"" + name + "\":1}")).Length < 200).ToString());
            said.Add(((await Functions.Table.CallAsync("total", "[[],{\"" + name + "\":1}]")).Length < 200).ToString());
            """));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public async Task Culture_ChangesNothing(string culture)
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
            Assert.Equal(
                ["2.75", "Refused: 'values[1]' must be an integer from -2147483648 to 2147483647, and is 1.5.", "ii 0.5"],
                await RunAsync(
                    """
                    said.Add(await Functions.Table.CallAsync("addition", "[1.5,1.25]"));
                    said.Add(await Functions.Table.CallAsync("total", "[[1,1.5]]"));
                    said.Add(Turkish.Table.Functions[0].Name + " " + Turkish.Table.Functions[0].Parameters[0].Default);
                    """,
                    "using Busbar; static partial class Turkish { [Published] public static double II(double x = 0.5) => x; }"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static Lazy<System.Reflection.Assembly> Compiled { get; } = new(() => Run("await Task.Yield();").Compile());

    private static async Task<string> CallAsync(string function, string arguments, bool isSplit) =>
        await (Task<string>)Compiled.Value.GetType("Test")!.GetMethod("CallAsync")!.Invoke(null, [function, arguments, isSplit])!;

    private static Task<string[]> RunAsync(string body, string more = "") => Run(body, more).CallAsync<string[]>();

    private static GeneratorRun Run(string body, string more = "") => GeneratorRun.Of<PublishedGenerator>(Caller, Functions, more, $$"""
        using System.Linq;
        using System.Text;
        using Busbar;

        public sealed class OtherClock : IClock { public string Now => "noon"; }

        public static class Test
        {
            public static Task<string> CallAsync(string name, string arguments, bool isSplit) => Functions.Table.CallAsync(name, arguments, new Services(new Clock()), isSplit: isSplit);

            public static Task<string> QueryAsync(string name, string query) => Task.FromResult(Functions.Table.Query(name, query));

            public static async Task<string[]> RunAsync()
            {
                var said = new List<string>();
                {{body}}
                return said.ToArray();
            }
        }
        """);
}
