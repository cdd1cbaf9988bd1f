using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Benchmarks.Generators;

/// <summary>
/// Five hundred attributed classes, a file each: what the generators add to a build of them, and what they do after an edit, beside
/// what the compiler takes to parse and bind the same classes with what was generated for them.
/// </summary>
[MemoryDiagnoser]
[WarmupCount(30)] // the compiler is a large program: after five calls it is still being compiled itself
[BenchmarkCategory("Generators")]
public class GeneratorBenchmarks
{
    private const int Count = 500;
    private string[] _texts = [];
    private SyntaxTree[] _files = [];
    private SyntaxTree _unrelated = null!;
    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _driver = null!;

    public static IEnumerable<AttributedClass> Kinds => AttributedClass.All;

    [ParamsSource(nameof(Kinds))]
    public AttributedClass Kind { get; set; } = AttributedClass.All[0];

    [GlobalSetup(Targets = [nameof(Cold), nameof(AfterEditOfOne), nameof(AfterUnrelatedEdit)])]
    public void Setup()
    {
        _unrelated = UserCode.Parse(Unrelated(0), "Unrelated.cs");
        _files = [.. Enumerable.Range(0, Count).Select(number => UserCode.Parse(Kind.Text(number, ""), $"File{number}.cs")), _unrelated];
        _compilation = UserCode.Compilation(_files);
        _driver = UserCode.Driver().RunGenerators(_compilation);
    }

    [GlobalSetup(Target = nameof(ParseAndBind))]
    public void SetupTexts()
    {
        Setup();
        GeneratorDriverRunResult result = _driver.GetRunResult();
        UserCode.EnsureClean(result.Diagnostics);
        if (result.GeneratedTrees.Length != Count)
            throw new InvalidOperationException($"{result.GeneratedTrees.Length} files were generated for {Count} classes.");
        _texts = [.. _files.Concat(result.GeneratedTrees).Select(tree => tree.ToString())];
    }

    /// <summary>The compiler's own work: users' files and generated ones, from their text to the last diagnostic.</summary>
    [Benchmark(Baseline = true)]
    public CSharpCompilation ParseAndBind()
    {
        CSharpCompilation compilation = UserCode.Compilation(_texts.Select((text, number) => UserCode.Parse(text, $"File{number}.cs")));
        UserCode.EnsureClean(compilation.GetDiagnostics());
        return compilation;
    }

    /// <summary>A build: a driver that has seen nothing, files that nobody has looked into.</summary>
    [Benchmark]
    public GeneratorDriver Cold() => UserCode.Driver().RunGenerators(UserCode.Compilation(_files.Select(file => file.WithFilePath(file.FilePath))));

    /// <summary>An edit of one of the classes, its file's parsing included.</summary>
    [Benchmark]
    public GeneratorDriver AfterEditOfOne() => After(_files[Count / 2], Kind.Text(Count / 2, "Total"));

    /// <summary>An edit of a file that has none of the classes, its parsing included.</summary>
    [Benchmark]
    public GeneratorDriver AfterUnrelatedEdit() => After(_unrelated, Unrelated(1));

    // The driver remembers the state before the edit: each call starts from there.
    private GeneratorDriver After(SyntaxTree file, string text) =>
        _driver.RunGenerators(_compilation.ReplaceSyntaxTree(file, UserCode.Parse(text, file.FilePath)));

    private static string Unrelated(int value) => $$"""
        namespace Plant;

        public static class Unrelated
        {
            public static int Value() => {{value}};
        }
        """;
}
