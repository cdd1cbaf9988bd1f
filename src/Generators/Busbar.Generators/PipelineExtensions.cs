using System.Text;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Busbar.Generators;

internal static class PipelineExtensions
{
    /// <summary>Reports what parsers found wrong, and adds a file for each model.</summary>
    public static void Emit<TModel>(
        this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Parsed<TModel>> parsed, Func<TModel, (string Name, string Text)> emit)
        where TModel : class, IEquatable<TModel>
    {
        context.RegisterSourceOutput(parsed.SelectMany(static (one, _) => one.Diagnostics), static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        context.RegisterSourceOutput(parsed.Where(static one => one.Model is not null).Select(static (one, _) => one.Model!), (output, model) =>
        {
            (string name, string text) = emit(model);
            output.AddSource(name + ".g.cs", SourceText.From(text, Encoding.UTF8));
        });
    }
}
