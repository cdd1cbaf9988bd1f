using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Tests.Harness;

/// <summary>Users' code as the compiler sees it, with everything this test project itself is built from to refer to.</summary>
internal static class Compilations
{
    public const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks;";

    public static IReadOnlyList<MetadataReference> References { get; } = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true);

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    public static CSharpCompilation Of(params IEnumerable<string> sources) => CSharpCompilation.Create(
        "User",
        [Parse(ImplicitUsings, "Usings.cs"), .. sources.Select((source, index) => Parse(source, $"File{index}.cs"))],
        References,
        Options);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);
}
