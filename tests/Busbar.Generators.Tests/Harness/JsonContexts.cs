using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Tests.Harness;

/// <summary>The generator that completes users' JSON contexts, from the pack of reference assemblies that comes with the SDK.</summary>
internal static class JsonContexts
{
    private static readonly Lazy<Type> Generator = new(Load);

    /// <summary>The code with the other halves of its contexts.</summary>
    public static Compilation Complete(Compilation compilation)
    {
        var generator = (IIncrementalGenerator)Activator.CreateInstance(Generator.Value)!;
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Compilations.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        return output;
    }

    private static Type Load()
    {
        string shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(shared, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        string file = Directory.GetFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return Assembly.LoadFrom(file).GetTypes().Single(type => !type.IsAbstract && typeof(IIncrementalGenerator).IsAssignableFrom(type));
    }
}
