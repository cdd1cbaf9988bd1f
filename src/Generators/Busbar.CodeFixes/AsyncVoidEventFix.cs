using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Lets an <c>async void</c> method return a <c>Task</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidEventFix))]
[Shared]
public sealed class AsyncVoidEventFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.AsyncVoidEvent];

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
            return;

        bool isImported = model.LookupNamespacesAndTypes(method.SpanStart, name: "Task").OfType<INamedTypeSymbol>().Any(type => type.ToDisplayString() == "System.Threading.Tasks.Task");
        TypeSyntax task = SyntaxFactory.ParseTypeName(isImported ? "Task" : "System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType);
        Register(context, "Return 'Task'", () => root.ReplaceNode(method.ReturnType, task));
    }
}
