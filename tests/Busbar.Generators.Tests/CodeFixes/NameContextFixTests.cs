using Busbar.CodeFixes;
using Busbar.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Busbar.Generators.Tests.CodeFixes;

/// <summary>The fix applied until nothing is left to fix, and what came of it compiled.</summary>
public sealed class NameContextFixTests
{
    [Fact]
    public async Task Parameter_GetsAContext() => Assert.Equal(
        """
        using System.Text.Json.Serialization;
        using Busbar;

        namespace Plant;

        public static partial class Functions
        {
            /// <summary>Of a version.</summary>
            [Published(Json = typeof(FunctionsJson))]
            public static int Major(Version version) => version.Major;
        }

        [JsonSerializable(typeof(Version))]
        internal sealed partial class FunctionsJson : JsonSerializerContext;
        """,
        await FixAsync("""
        using System.Text.Json.Serialization;
        using Busbar;

        namespace Plant;

        public static partial class Functions
        {
            /// <summary>Of a version.</summary>
            [Published]
            public static int Major(Version version) => version.Major;
        }
        """, times: 1));

    [Fact]
    public async Task ParameterAndResult_OfANestedType_ShareOneContext() => Assert.Equal(
        """
        using Busbar;

        internal static partial class Outer
        {
            internal static partial class Functions
            {
                [Published("find", Json = typeof(OuterJson))] public static async Task<Order?> FindAsync(Version version) { await Task.Yield(); return null; }
            }

            internal abstract class Order;
        }

        [System.Text.Json.Serialization.JsonSerializable(typeof(Outer.Order))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Version))]
        internal sealed partial class OuterJson : System.Text.Json.Serialization.JsonSerializerContext;
        """,
        await FixAsync("""
        using Busbar;

        internal static partial class Outer
        {
            internal static partial class Functions
            {
                [Published("find")] public static async Task<Order?> FindAsync(Version version) { await Task.Yield(); return null; }
            }

            internal abstract class Order;
        }
        """, times: 2));

    [Fact]
    public async Task ContextThatLacksAType_GetsItsLine_AndKeepsItsComment() => Assert.Equal(
        """
        using Busbar;
        using System.Text.Json.Serialization;

        public static partial class Functions
        {
            [Published(Json = typeof(Mine))]
            public static Version Next(Uri address) => new(1, 2);
        }

        // Mine.
        [JsonSerializable(typeof(Version))]
        [JsonSerializable(typeof(Uri))]
        public sealed partial class Mine : JsonSerializerContext;
        """,
        await FixAsync("""
        using Busbar;
        using System.Text.Json.Serialization;

        public static partial class Functions
        {
            [Published(Json = typeof(Mine))]
            public static Version Next(Uri address) => new(1, 2);
        }

        // Mine.
        [JsonSerializable(typeof(Uri))]
        public sealed partial class Mine : JsonSerializerContext;
        """, times: 1));

    [Fact]
    public async Task TypeThatNoContextCanKnow_GetsNoFix() => Assert.Null(await FixAsync(
        "using Busbar; public static partial class Functions { [Published] public static int A(Span<int> x) => 1; }", times: 1));

    [Fact]
    public async Task TypeWithFunctions_BecomesPartial() => Assert.Equal(
        "using Busbar; public static partial class Functions { [Published] public static int A() => 1; }",
        await FixAsync("using Busbar; public static class Functions { [Published] public static int A() => 1; }", times: 1, new AddPartialFix()));

    private static async Task<string?> FixAsync(string source, int times, CodeFixProvider? other = null)
    {
        CodeFixProvider fix = other ?? new NameContextFix();
        string text = source;
        for (int time = 0; time < times; time++)
        {
            if (await FixOnceAsync(fix, text) is not { } next)
                return null;
            text = next;
        }

        GeneratorRun run = GeneratorRun.Of<PublishedGenerator>(text);
        Assert.Empty(run.Diagnostics);
        Assert.Empty(JsonContexts.Complete(run.Output).GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning));
        return text;
    }

    private static async Task<string?> FixOnceAsync(CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "User", "User", LanguageNames.CSharp,
            compilationOptions: Compilations.Options, parseOptions: Compilations.ParseOptions, metadataReferences: Compilations.References));
        Document document = project.AddDocument("Usings.cs", Compilations.ImplicitUsings).Project.AddDocument("File0.cs", source);
        Diagnostic diagnostic = GeneratorRun.Of<PublishedGenerator>(source).Result.Diagnostics.First(one => fix.FixableDiagnosticIds.Contains(one.Id));

        var offered = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => offered.Add(action), TestContext.Current.CancellationToken));
        if (offered.Count == 0)
            return null;
        ApplyChangesOperation change = Assert.Single((await offered[0].GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>());
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }
}
