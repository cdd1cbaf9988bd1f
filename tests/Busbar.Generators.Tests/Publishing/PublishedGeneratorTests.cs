using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Publishing;

/// <summary>What is generated for published functions, and what an edit causes.</summary>
public sealed class PublishedGeneratorTests
{
    private const string Functions = """
        using System.Runtime.CompilerServices;
        using Busbar;

        namespace Plant;

        public static partial class Functions
        {
            /// <summary>Adds two numbers.</summary>
            /// <param name="x">The first.</param>
            /// <returns>Their sum.</returns>
            [Published]
            public static double Addition(double x, double y = 2) => x + y;

            /// <summary>Counts down, one number a second.</summary>
            [Published]
            public static async IAsyncEnumerable<int> Countdown(int from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                for (int i = from; i >= 0; i--)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return i;
                }
            }
        }
        """;

    private const string EveryKind = """
        using System.Text.Json;
        using Busbar;

        namespace Plant;

        public enum Mode : byte { Off, Local = 2, Remote, Near = 2 }

        [Flags]
        public enum Rights { None, Read = 1, Write = 2 }

        public readonly record struct Point(double X, double Y);

        public sealed record Shape(string Name, IReadOnlyList<Point> Corners, Mode? Mode = Mode.Remote)
        {
            public required long @class { get; init; }
            public string Colour { get; init; } = "grey";
            public Shape? Inner { get; set; }
        }

        public interface IClock { DateTimeOffset Now { get; } }

        public partial class Station<TSite>
        {
            internal sealed partial class Calculator(TSite site)
            {
                [Published("every")]
                public string Every(bool a, sbyte b, byte c, short d, ushort e, int f, uint g, long h, ulong i, float j, double k, decimal l, char m, string n,
                    Guid o, DateTimeOffset p, DateTime q, DateOnly r, TimeOnly s, TimeSpan t, byte[] u, ReadOnlySpan<byte> v, JsonElement w) => site + n;

                [Published] public Shape Turn(Shape shape, Rights rights = Rights.Read, int[]? at = null, Dictionary<string, List<Point>>? @params = null) => shape;
                [Published] public static async Task<int?> Later(IClock clock, [Service] List<string>? log, int? @event, CancellationToken cancellationToken) { await Task.Yield(); return @event; }
                [Published] public ValueTask Nothing() => default;
                [Published, Obsolete("Call another.")] public void @class(string call, double reader, decimal index = 0.5m, char target = '"') { }
                [Published("class-2")] public Mode @class(Mode value) => value;
                [Published] public async IAsyncEnumerable<Point?> Points(IEnumerable<Point?> given) { foreach (Point? one in given) { await Task.Yield(); yield return one; } }
            }
        }
        """;

    [Fact]
    public void StaticFunctions_ReadAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<PublishedGenerator>(Functions).Text, "Functions.Published");

    [Fact]
    public void EveryKindOfFunction_ReadsAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<PublishedGenerator>(EveryKind).Text, "Calculator.Published");

    [Fact]
    public void Generated_CompilesWithoutAWarning()
    {
        GeneratorRun.Of<PublishedGenerator>(Functions).Compile();
        GeneratorRun.Of<PublishedGenerator>(EveryKind).Compile();
    }

    [Fact]
    public void TypesOfOneName_InTwoNamespacesOfTwoAritiesAndInTwoFiles_AreKeptApart()
    {
        const string Body = "{ [Published] public static int @event(int @class) => @class; }";

        GeneratorRun run = GeneratorRun.Of<PublishedGenerator>(
            $"using Busbar; namespace A {{ public partial class P {Body} }} namespace @class.B {{ public partial struct P {Body} public partial record P<TValue> {Body} }}",
            "using Busbar; internal partial class P { [Published] public static int A() => 1; }",
            "internal partial class P { [Busbar.Published] public static int B() => 2; }",
            "namespace C { public partial interface P { [Busbar.Published] static int A() => 1; [Busbar.Published] int B(); } }",
            "namespace D { public ref partial struct P { [Busbar.Published] public static int A() => 1; } public readonly partial record struct Q(int One) { [Busbar.Published] public int A() => One; } }");

        Assert.Equal(7, run.Result.GeneratedSources.Length);
        run.Compile();
    }

    [Fact]
    public void PartialMethods_AreOneFunction_WhereverTheAttributeStands() =>
        GeneratorRun.Of<PublishedGenerator>(
            "using Busbar; static partial class P { [Published] public static partial int A(int x); public static partial int B(int x); public static partial int A(int x) => x; }",
            "static partial class P { [Busbar.Published] public static partial int B(int x) => x; }").Compile();

    [Fact]
    public void TableThatStandsOnAnother_HidesItWithoutAWarning() =>
        GeneratorRun.Of<PublishedGenerator>("""
            using Busbar;
            public partial class A { [Published] public static int One() => 1; }
            public partial class B : A { [Published] public int Two() => 2; }
            public partial class C : B { [Published] public static int Three() => 3; private sealed class PublishedTable; }
            """).Compile();

    [Fact]
    public void CodeThatSaysNothingOfNullability_CompilesWithoutAWarning() =>
        GeneratorRun.Of<PublishedGenerator>("""
            #nullable disable
            using Busbar;
            public class Old { public string Name { get; set; } public List<string> Names { get; init; } public string[] More { get; init; } }
            public static partial class P
            {
                [Published] public static Old Turn(Old old, string text, List<string> list, string[][] jagged, IDictionary<string, Old> map, IServiceProvider services) => old;
                [Published] public static Task<string[]> Names(IEnumerable<Old> all) => null;
            }
            """).Compile();

    [Fact]
    public void EditElsewhere_CausesNothing()
    {
        GeneratorRun first = GeneratorRun.Of<PublishedGenerator>(EveryKind, "class Other;");

        GeneratorRun second = first.AfterEdit("File1.cs", "class Other { int _more; }");

        StepAssertions.NothingIsDoneAgain(second, Steps.ParsePublished);
    }

    [Fact]
    public void EditOfOneOfFiveHundred_WritesOneFile()
    {
        static string Source(int index, string parameter) => $"using Busbar; public static partial class P{index} {{ [Published] public static double A(double {parameter}) => {parameter}; [Published] public static int B() => 1; }}";
        string[] sources = [.. Enumerable.Range(0, 500).Select(index => Source(index, "x"))];
        GeneratorRun first = GeneratorRun.Of<PublishedGenerator>(sources);

        GeneratorRun second = first.AfterEdit("File7.cs", Source(7, "y"));

        Assert.Equal(500, first.Result.GeneratedSources.Length);
        Assert.Equal(1, StepAssertions.FilesWritten(second));
    }
}
