using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Writes <c>partial</c> before a type that something is generated into, and before the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPartialFix))]
[Shared]
public sealed class AddPartialFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.EventsNotPartial, RuleIds.PublishedNotPartial, RuleIds.NotPartial];

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return;
        Register(context, "Write 'partial'", () => Fix(root, type));
    }

    private static SyntaxNode Fix(SyntaxNode root, TypeDeclarationSyntax type) =>
        root.ReplaceNodes(type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>(), static (_, current) => WithPartial(current));

    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return type;

        SyntaxToken partial = Spaced.Token(SyntaxKind.PartialKeyword);
        if (type.Modifiers.Count > 0)
            return type.AddModifiers(partial);
        SyntaxToken keyword = type.Keyword; // what stands before it, comments and indentation, goes before the new first word
        return type.WithKeyword(keyword.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(keyword.LeadingTrivia));
    }
}
