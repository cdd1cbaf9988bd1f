using System.Text;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Busbar.Generators;

internal static class PipelineExtensions
{
    /// <summary>Reports what parsers found wrong, and adds a file for each model.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="kind">The end of the files' names.</param>
    /// <param name="type">The type that a model is of, which names its file.</param>
    /// <param name="emit">The text of the file.</param>
    /// <param name="parsed">What the parsers gave; no type comes out of two of them.</param>
    public static void Emit<TModel>(
        this IncrementalGeneratorInitializationContext context, string kind, Func<TModel, TypeModel> type, Func<TModel, string> emit, params IncrementalValuesProvider<Parsed<TModel>>[] parsed)
        where TModel : class, IEquatable<TModel>
    {
        IncrementalValuesProvider<TModel>[] models = [.. parsed.Select(one => one.Where(static table => table.Model is not null).Select(static (table, _) => table.Model!))];
        IncrementalValueProvider<EquatableArray<string>> alike = models
            .Select(one => one.Select((model, _) => type(model).HintName).Collect())
            .Aggregate(static (all, more) => all.Combine(more).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Select(static (names, _) => FileNames.FindAlike(names)); // nearly always none, so that another type changes nothing for the others

        foreach (IncrementalValuesProvider<Parsed<TModel>> one in parsed)
            context.RegisterSourceOutput(one.SelectMany(static (table, _) => table.Diagnostics), static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        foreach (IncrementalValuesProvider<TModel> one in models)
        {
            context.RegisterSourceOutput(one.Combine(alike), (output, pair) =>
                output.AddSource($"{FileNames.Of(type(pair.Left).HintName, pair.Right)}.{kind}.g.cs", SourceText.From(emit(pair.Left), Encoding.UTF8)));
        }
    }
}
