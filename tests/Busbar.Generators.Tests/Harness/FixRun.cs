using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Busbar.Generators.Tests.Harness;

/// <summary>One fix applied to what was reported first about users' code, as an editor does.</summary>
internal static class FixRun
{
    /// <summary>The code after the fix, which compiles; null when no fix of that key is offered.</summary>
    public static Task<string?> ApplyAsync<TFix>(string source, string? key = null)
        where TFix : CodeFixProvider, new() => ApplyAsync<TFix, MeasurementGenerator>(source, key);

    /// <inheritdoc cref="ApplyAsync{TFix}"/>
    public static async Task<string?> ApplyAsync<TFix, TGenerator>(string source, string? key = null)
        where TFix : CodeFixProvider, new()
        where TGenerator : IIncrementalGenerator, new()
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        var fix = new TFix();
        Diagnostic diagnostic = (await ReportAsync<TGenerator>(source)).First(one => fix.FixableDiagnosticIds.Contains(one.Id));

        var offered = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => offered.Add(action), TestContext.Current.CancellationToken));
        if (offered.FirstOrDefault(action => key is null || action.EquivalenceKey == key) is not { } chosen)
            return null;

        ApplyChangesOperation change = Assert.Single((await chosen.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>());
        string text = (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Compilation compiled = GeneratorRun.Of<TGenerator>(text).Output;
        Assert.Empty(compiled.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity == DiagnosticSeverity.Error));
        return text;
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "User", "User", LanguageNames.CSharp,
            compilationOptions: Compilations.Options, parseOptions: Compilations.ParseOptions, metadataReferences: Compilations.References));
        project = project.AddDocument("Usings.cs", Compilations.ImplicitUsings).Project;
        return project.AddDocument("File0.cs", source);
    }

    /// <summary>Of the generator and of the analyzers.</summary>
    private static async Task<IEnumerable<Diagnostic>> ReportAsync<TGenerator>(string source)
        where TGenerator : IIncrementalGenerator, new()
    {
        IReadOnlyList<Diagnostic> generated = GeneratorRun.Of<TGenerator>(source).Result.Diagnostics;
        return generated.Count > 0 ? generated : await AnalyzerRun.ReportAsync(source);
    }
}
