using Busbar.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Benchmarks.Generators;

/// <summary>Users' code as the compiler sees it, and Busbar's generators as the compiler runs them.</summary>
internal static class UserCode
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    // Not concurrently: generators run on one core, and are compared with the compiler on one.
    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false);

    // All that this program itself is built from.
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    public static CSharpCompilation Compilation(IEnumerable<SyntaxTree> files) => CSharpCompilation.Create("User", files, References, Options);

    /// <summary>A driver that has run nothing yet, with every generator there is.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        typeof(MeasurementGenerator).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IIncrementalGenerator)) && !type.IsAbstract)
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator()),
        parseOptions: ParseOptions);

    /// <summary>Throws when the compiler or a generator finds fault with the code: what does not compile is no measure.</summary>
    public static void EnsureClean(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(one => one.Severity >= DiagnosticSeverity.Warning) is { } found)
            throw new InvalidOperationException($"The measured code is at fault: {found}");
    }
}
