using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Publishing;

/// <summary>What is wrong with published functions, said at the method, parameter or type at fault; and what is only close to wrong.</summary>
public sealed class PublishedDiagnosticTests
{
    [Theory]
    [InlineData("BUS2001", "'P' is not partial, so that no table can be generated into it; write 'partial' before its keyword", "class P { [Published] public static int A() => 1; }", "P ")]
    [InlineData("BUS2001", "'O' is not partial, so that no table can be generated into it; write 'partial' before its keyword", "class O { partial class P { [Published] public static int A() => 1; } }", "O ")]
    [InlineData("BUS2002", "'P' is local to its file, so that no generated file can continue it; remove 'file'", "file partial class P { [Published] public static int A() => 1; }", "P ")]
    [InlineData("BUS2010", "'Table' is also what is generated for published functions; give it another name", "partial class P { [Published] public static int A() => 1; int Table; }", "Table")]
    [InlineData("BUS2010", "'Table' is also what is generated for published functions; give it another name", "partial class P { [Published] public static int Table() => 1; }", "Table")]
    [InlineData("BUS2010", "'Table' is also what is generated for published functions; give it another name", "partial class Table { [Published] public static int A() => 1; }", "Table")]
    [InlineData("BUS2011", "'A' cannot be published: 'P' is a ref struct, and a table would have to keep it", "ref partial struct P { [Published] public int A() => 1; }", "A()")]
    [InlineData("BUS2011", "'A' cannot be published: it is known only inside the method around it; make a method of it", "partial class P { static void B() { A(); [Published] static int A() => 1; } }", "A() =>")]
    [InlineData("BUS2011", "'op_Addition' cannot be published: it is no method that is called by name; publish a method that does the same", "partial class P { [Published] public static P operator +(P a, P b) => a; }", "+")]
    [InlineData("BUS2011", "'get_A' cannot be published: it is no method that is called by name; publish a method that does the same", "partial class P { public int A { [Published] get => 1; } }", "get")]
    [InlineData("BUS2011", "'I.A' cannot be published: it implements an interface explicitly and has no name of its own; publish a method that calls it", "interface I { void A(); } partial class P : I { [Published] void I.A() { } }", "A() {")]
    public void WrongPlace_IsSaid(string id, string message, string source, string at) => Refused(id, message, source, at);

    [Theory]
    [InlineData("BUS2003", "'B' is published as \"a\" as another function of 'P' is; give one of them another name in its attribute", "[Published] public static int A() => 1; [Published(\"a\")] public static int B() => 1;", "B()")]
    [InlineData("BUS2003", "'A' is published as \"a\" as another function of 'P' is; give one of them another name in its attribute", "[Published] public static int A() => 1; [Published] public static int A(int x) => 1;", "A(int")]
    [InlineData("BUS2004", "The name \"\" of 'A' is empty, or holds white space, a control character or one of / ? # %; write another one in the attribute", "[Published(\"\")] public static int A() => 1;", "A()")]
    [InlineData("BUS2004", "The name \"a b\" of 'A' is empty, or holds white space, a control character or one of / ? # %; write another one in the attribute", "[Published(\"a b\")] public static int A() => 1;", "A()")]
    [InlineData("BUS2004", "The name \"a/b\" of 'A' is empty, or holds white space, a control character or one of / ? # %; write another one in the attribute", "[Published(\"a/b\")] public static int A() => 1;", "A()")]
    [InlineData("BUS2005", "'x' is of type object, and nothing in a payload can become it; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(object x) => 1;", "x)")]
    [InlineData("BUS2005", "'x' is of type Stream, and it is abstract; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(System.IO.Stream x) => 1;", "x)")]
    [InlineData("BUS2005", "'x' is of type IEnumerable<IDisposable>, and its items are of type IDisposable, and it is neither a class, a struct nor an enumeration; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(IEnumerable<IDisposable> x) => 1;", "x)")]
    [InlineData("BUS2005", "'x' is of type Span<int>, and it is a ref struct; take a number, text, or a record of such", "[Published] public static int A(Span<int> x) => 1;", "x)")]
    [InlineData("BUS2005", "'x' is of type Action, and it is neither a class, a struct nor an enumeration; take a number, text, or a record of such", "[Published] public static int A(Action x) => 1;", "x)")]
    [InlineData("BUS2005", "'x' is of type Made, and it has no public constructor whose parameters are properties of it; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(Made x) => 1; public class Made { private Made() { } public int B { get; set; } }", "x)")]
    [InlineData("BUS2005", "'x' is of type List<Outer>, and its property Inner cannot be read: it has no public constructor whose parameters are properties of it; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static Outer A(List<Outer> x) => x[0]; public class Outer { public Made? Inner { get; set; } } public class Made { private Made() { } public int B { get; set; } }", "x)")]
    [InlineData("BUS2005", "'x' is of type Made, and its B is required, and is no property that a payload gives; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(Made x) => 1; public class Made { public required int B; public int C { get; set; } }", "x)")]
    [InlineData("BUS2005", "'x' is of type Made, and its B is required, and is no property that a payload gives; name a context that knows it: [Published(Json = typeof(…))], or mark it [Service] when it is one", "[Published] public static int A(Made x) => 1; public class Made { [System.Text.Json.Serialization.JsonIgnore] public required int B { get; set; } public int C { get; set; } }", "x)")]
    [InlineData("BUS2005", "'x' is of type int, and a service is an object; take a class or an interface", "[Published] public static int A([Service] int x) => 1;", "x)")]
    [InlineData("BUS2006", "'A' gives object, and nothing in a payload can become it; name a context that knows it: [Published(Json = typeof(…))]", "[Published] public static object A() => 1;", "A()")]
    [InlineData("BUS2006", "'A' gives IDisposable, and it is neither a class, a struct nor an enumeration; name a context that knows it: [Published(Json = typeof(…))]", "[Published] public static async Task<IDisposable> A() { await Task.Yield(); return null!; }", "A()")]
    [InlineData("BUS2006", "'A' gives a reference, and a result is one value; return the value itself", "static int _x; [Published] public static ref int A() => ref _x;", "A()")]
    [InlineData("BUS2007", "'A' is async void, so that nobody learns when it ends or what it throws; return a Task", "[Published] public static async void A() => await Task.Yield();", "A()")]
    [InlineData("BUS2008", "'x' is declared 'ref', and an argument is one value; return what changes", "[Published] public static void A(ref int x) { }", "x)")]
    [InlineData("BUS2008", "'x' is declared 'out', and an argument is one value; return it", "[Published] public static void A(out int x) => x = 1;", "x)")]
    [InlineData("BUS2008", "'x' is declared 'in', and an argument is one value; remove 'in'", "[Published] public static void A(in int x) { }", "x)")]
    [InlineData("BUS2008", "'x' is declared 'ref readonly', and an argument is one value; remove 'ref readonly'", "[Published] public static void A(ref readonly int x) { }", "x)")]
    [InlineData("BUS2008", "'x' is declared 'params', and an argument is one value; remove 'params'", "[Published] public static void A(params int[] x) { }", "x)")]
    [InlineData("BUS2009", "'A' is generic, and a caller cannot say of which type; publish a function for each type", "[Published] public static int A<T>(T x) => 1;", "A<T>")]
    [InlineData("BUS2012", "'A' names string as its context, which does not derive from JsonSerializerContext; name one that does", "[Published(Json = typeof(string))] public static int A() => 1;", "A()")]
    [InlineData("BUS2013", "Known does not know Stream, which 'x' needs; write [JsonSerializable(typeof(Stream))] above it", "[Published(Json = typeof(Known))] public static int A(System.IO.Stream x) => 1;", "x)")]
    [InlineData("BUS2013", "Known does not know Stream, which 'A' needs; write [JsonSerializable(typeof(Stream))] above it", "[Published(Json = typeof(Known))] public static IAsyncEnumerable<System.IO.Stream> A() => null!;", "A()")]
    public void WrongFunction_IsSaid(string id, string message, string functions, string at) => Refused(id, message, $"partial class P {{ {functions} }} {Known}", at);

    [Fact]
    public void MoreThan64Parameters_AreSaid()
    {
        static string Function(int count) => $"partial class P {{ [Published] public static int A({string.Join(", ", Enumerable.Range(0, count).Select(index => $"int x{index}"))}, CancellationToken token) => 1; }}";

        Refused("BUS2014", "'A' takes 65 arguments, and a published function takes 64 at most; make a record of them", Function(65), "A(");
        GeneratorRun.Of<PublishedGenerator>(Usings + Function(64)).Compile();
    }

    [Fact]
    public void ParameterAndResult_AreBothSaid() =>
        Assert.Equal(2, GeneratorRun.Of<PublishedGenerator>(Usings + "partial class P { [Published] public static object A(object x) => x; }").Diagnostics.Count);

    [Theory]
    [InlineData("[Published] public static int A() => 1; [Published(\"A\")] public static int A(int x) => 1;")]
    [InlineData("[Published(\"a-b_c.d~ä\")] public static int A() => 1;")]
    [InlineData("[Published] public static int A() => 1; public static object B(ref object x, params object[] y) => x; public async void C() => await Task.Yield(); public static T D<T>(T x) => x;")]
    [InlineData("[Published] public static int A(IDisposable x, IServiceProvider y, [Service] System.IO.Stream z, [Service] IEnumerable<IDisposable> w) => 1;")]
    [InlineData("[Published(Json = typeof(Known))] public static Version A(Version x, IReadOnlyList<int> y, Version? z = null) => x;")]
    [InlineData("[Published(Json = typeof(Known))] public static Task<int[,]?> A(int[,] x, Odd? y, Odd z) => Task.FromResult(x)!;")]
    [InlineData("[Published] static void A() { } [Published] void B() { } [Published] protected int C() => 1;")]
    [InlineData("[Published] public static int A(CancellationToken one, CancellationToken two = default) => 1;")]
    [InlineData("[Published] public static async ValueTask<int[]?> A() { await Task.Yield(); return null; }")]
    [InlineData("public static int Tables() => 1; [Published] public static int table() => 1;")]
    [InlineData("[Published] public static int A(DateTime x = default, Guid y = default, double z = double.NaN, float f = -0f, string s = \"\\\"\\n\", Odd? o = null) => 1; public readonly record struct Odd(int X);")]
    public void WhatIsOnlyCloseToWrong_CompilesWithoutAWarning(string functions) =>
        GeneratorRun.Of<PublishedGenerator>($"{Usings}partial class P {{ {functions} }} {Known}").Compile();

    [Theory]
    [InlineData("partial class P { [Published( public static int A(Missing x) => 1; [Published] public int }")]
    [InlineData("partial class P { [Published(Json = typeof(Missing))] public static Missing A(Missing x, out y, this int z = 1.5) => 1; }")]
    [InlineData("[Published] partial class P { [Published] P() { } [Published] ~P() { } [Published] static P() { } [Published] delegate void D(); }")]
    [InlineData("[Published] static int A() => 1;")]
    [InlineData("partial class P { [Published] partial int A(int x); [Published, Published] public int B(int x) => 1; }")]
    [InlineData("partial enum P { [Published] A } partial class { [Published] public static int A() => 1; }")]
    [InlineData("partial class P { [Published] public static dynamic A(dynamic x, int* y, delegate*<void> z, __arglist) => 1; [Published] public abstract int B(); [Published] extern int C(); }")]
    public void HalfTypedCode_IsNoFaultOfTheGenerator(string source) =>
        Assert.Null(GeneratorRun.Of<PublishedGenerator>(Usings + source).Result.Exception);

    private const string Usings = "using Busbar;\n";

    /// <summary>A context as its generator would complete it.</summary>
    private const string Known = """
        public struct Odd { public int[,]? X; }
        [System.Text.Json.Serialization.JsonSerializable(typeof(Version))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(int[,]))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Odd))]
        public sealed class Known : System.Text.Json.Serialization.JsonSerializerContext
        {
            public static Known Default { get; } = new();
            private Known() : base(null) { }
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """;

    private static void Refused(string id, string message, string source, string at)
    {
        GeneratorRun run = GeneratorRun.Of<PublishedGenerator>(Usings + source);

        int column = source.IndexOf(at, StringComparison.Ordinal) + 1;
        Assert.Equal([$"{id} File0.cs(2,{column}): {message}"], run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
