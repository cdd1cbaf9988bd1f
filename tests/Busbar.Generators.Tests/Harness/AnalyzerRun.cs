using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Busbar.Generators.Tests.Harness;

/// <summary>All analyzers over users' code: what is marked is reported, and nothing else is.</summary>
internal static class AnalyzerRun
{
    /// <summary>Every analyzer there is, so that two that report the same thing are noticed.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = [.. typeof(MeasurementGenerator).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>Reports exactly what is marked as <c>{|BUS5001:…|}</c>; the code compiles.</summary>
    public static async Task VerifyAsync(string marked)
    {
        MarkedSource source = MarkedSource.Parse(marked);

        ImmutableArray<Diagnostic> reported = await ReportAsync(source.Text);

        Assert.Equal(
            source.Expected.Select(one => Describe(one.Id, one.Span, source.Text)).Order(StringComparer.Ordinal),
            reported.Select(one => Describe(one.Id, one.Location.SourceSpan, source.Text)).Order(StringComparer.Ordinal));
    }

    /// <summary>The one message that is reported about the code.</summary>
    public static async Task<string> MessageAsync(string source) =>
        Assert.Single(await ReportAsync(source)).GetMessage(CultureInfo.InvariantCulture);

    public static async Task<ImmutableArray<Diagnostic>> ReportAsync(string source)
    {
        CSharpCompilation compilation = Compilations.Of(source);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity == DiagnosticSeverity.Error));
        return await compilation.WithAnalyzers(All).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private static string Describe(string id, TextSpan span, string source)
    {
        LinePosition place = SourceText.From(source).Lines.GetLinePosition(span.Start);
        return $"{place.Line + 1:000},{place.Character + 1:000} {id}: {source.Substring(span.Start, span.Length)}";
    }
}
