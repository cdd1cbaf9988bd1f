using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Tests.Harness;

/// <summary>One run of a generator over users' code, and what came of it.</summary>
internal sealed class GeneratorRun
{
    private readonly Compilation _input;

    private GeneratorRun(Compilation compilation, GeneratorDriver driver)
    {
        _input = compilation;
        Driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    /// <summary>The user's code with what was generated.</summary>
    public Compilation Output { get; }

    public GeneratorRunResult Result
    {
        get
        {
            GeneratorRunResult result = Assert.Single(Driver.GetRunResult().Results);
            Assert.Null(result.Exception);
            return result;
        }
    }

    /// <summary>The one file that was generated.</summary>
    public string Text => Assert.Single(Result.GeneratedSources).SourceText.ToString();

    /// <summary>What the generator reported, as <c>BUS3001 File0.cs(1,2): message</c>.</summary>
    public IReadOnlyList<string> Diagnostics => [.. Result.Diagnostics.Select(Describe)];

    public static GeneratorRun Of<TGenerator>(params IEnumerable<string> sources)
        where TGenerator : IIncrementalGenerator, new() =>
        new(Compilations.Of(sources), CSharpGeneratorDriver.Create(
            [new TGenerator().AsSourceGenerator()],
            parseOptions: Compilations.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)));

    /// <summary>The same driver after one file was changed, as in an editor: all other files are the same objects.</summary>
    public GeneratorRun AfterEdit(string path, string source) =>
        new(_input.ReplaceSyntaxTree(_input.SyntaxTrees.Single(tree => tree.FilePath == path), Compilations.Parse(source, path)), Driver);

    /// <summary>The compiled result; it has neither errors nor warnings, and the generator had nothing to say.</summary>
    public Assembly Compile()
    {
        Assert.Empty(Diagnostics);
        Assert.Empty(Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(Describe));
        using var assembly = new MemoryStream();
        Assert.True(Output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Success);
        assembly.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(assembly);
    }

    /// <summary>Compiles, and calls <c>Test.Run()</c> of the user's code.</summary>
    public T Call<T>() => (T)Compile().GetType("Test", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null)!;

    /// <summary>Compiles, and awaits <c>Test.RunAsync()</c> of the user's code.</summary>
    public async Task<T> CallAsync<T>() => await (Task<T>)Compile().GetType("Test", throwOnError: true)!.GetMethod("RunAsync")!.Invoke(null, null)!;

    private static string Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string where = place.Path.Length == 0 ? "" : $" {place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})";
        return $"{diagnostic.Id}{where}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
