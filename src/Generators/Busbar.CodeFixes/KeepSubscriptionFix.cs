using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Keeps a subscription that was discarded, until the end of its block; or says with <c>_ =</c> that it is meant to stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepSubscriptionFix))]
[Shared]
public sealed class KeepSubscriptionFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.DiscardedSubscription];

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return;

        bool isQueue = call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SubscribeQueue" };
        if (call.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement && IsWhole(statement, call))
        {
            string name = Unused(isQueue ? "queue" : "subscription", model, statement.SpanStart);
            Register(context, $"Keep it: 'using var {name} = …'", () => root.ReplaceNode(statement, Kept(statement, call, name)), "Keep");
        }

        if (!isQueue)
            Register(context, "It is meant to stay: '_ = …'", () => root.ReplaceNode(call, Discarded(call)), "Discard");
    }

    private static bool IsWhole(ExpressionStatementSyntax statement, InvocationExpressionSyntax call) =>
        statement.Expression == call || (statement.Expression is AssignmentExpressionSyntax assignment && assignment.Right == call);

    private static LocalDeclarationStatementSyntax Kept(ExpressionStatementSyntax statement, InvocationExpressionSyntax call, string name)
    {
        VariableDeclaratorSyntax variable = SyntaxFactory.VariableDeclarator(
            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
            argumentList: null,
            SyntaxFactory.EqualsValueClause(Spaced.Token(SyntaxKind.EqualsToken), call.WithoutTrivia()));
        VariableDeclarationSyntax declaration = SyntaxFactory.VariableDeclaration(Spaced.Name("var"), SyntaxFactory.SingletonSeparatedList(variable));
        return SyntaxFactory.LocalDeclarationStatement(declaration)
            .WithUsingKeyword(Spaced.Token(SyntaxKind.UsingKeyword))
            .WithTriviaFrom(statement);
    }

    private static AssignmentExpressionSyntax Discarded(InvocationExpressionSyntax call) =>
        SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            Spaced.Name("_"),
            Spaced.Token(SyntaxKind.EqualsToken),
            call.WithoutTrivia()).WithTriviaFrom(call);

    private static string Unused(string name, SemanticModel model, int position)
    {
        string one = name;
        for (int number = 2; !model.LookupSymbols(position, name: one).IsEmpty; number++)
            one = name + number;
        return one;
    }
}
