using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Lets an <c>async void</c> method return a <c>Task</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidEventFix))]
[Shared]
public sealed class AsyncVoidEventFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.AsyncVoidEvent];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
            return;

        bool isImported = model.LookupNamespacesAndTypes(method.SpanStart, name: "Task").OfType<INamedTypeSymbol>().Any(type => type.ToDisplayString() == "System.Threading.Tasks.Task");
        TypeSyntax task = SyntaxFactory.ParseTypeName(isImported ? "Task" : "System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType);
        context.RegisterCodeFix(
            CodeAction.Create("Return 'Task'", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(method.ReturnType, task))), nameof(AsyncVoidEventFix)),
            context.Diagnostics);
    }
}
