using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Keeps a subscription that was discarded, until the end of its block; or says with <c>_ =</c> that it is meant to stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepSubscriptionFix))]
[Shared]
public sealed class KeepSubscriptionFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.DiscardedSubscription];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(context.Span).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return;

        bool isQueue = call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SubscribeQueue" };
        if (call.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement && IsWhole(statement, call))
        {
            string name = Unused(isQueue ? "queue" : "subscription", model, statement.SpanStart);
            context.RegisterCodeFix(
                CodeAction.Create($"Keep it: 'using var {name} = …'", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(statement, Kept(statement, call, name)))), "Keep"),
                context.Diagnostics);
        }

        if (!isQueue)
        {
            context.RegisterCodeFix(
                CodeAction.Create("It is meant to stay: '_ = …'", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, Discarded(call)))), "Discard"),
                context.Diagnostics);
        }
    }

    private static bool IsWhole(ExpressionStatementSyntax statement, InvocationExpressionSyntax call) =>
        statement.Expression == call || (statement.Expression is AssignmentExpressionSyntax assignment && assignment.Right == call);

    private static LocalDeclarationStatementSyntax Kept(ExpressionStatementSyntax statement, InvocationExpressionSyntax call, string name)
    {
        VariableDeclaratorSyntax variable = SyntaxFactory.VariableDeclarator(
            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
            argumentList: null,
            SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), call.WithoutTrivia()));
        VariableDeclarationSyntax declaration = SyntaxFactory.VariableDeclaration(
            SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.SingletonSeparatedList(variable));
        return SyntaxFactory.LocalDeclarationStatement(declaration)
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTriviaFrom(statement);
    }

    private static AssignmentExpressionSyntax Discarded(InvocationExpressionSyntax call) =>
        SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName("_").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            call.WithoutTrivia()).WithTriviaFrom(call);

    private static string Unused(string name, SemanticModel model, int position)
    {
        string one = name;
        for (int number = 2; !model.LookupSymbols(position, name: one).IsEmpty; number++)
            one = name + number;
        return one;
    }
}
