using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Awaits what was blocked on, where the function around it is async.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix))]
[Shared]
public sealed class AwaitFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.BlockingHandler, RuleIds.BlockedValueTask];

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionSyntax>() is not { } blocking
            || Awaitable(blocking) is not { } awaitable || !MayAwait(blocking))
            return;
        Register(context, "Await it", () => root.ReplaceNode(blocking, Awaited(blocking, awaitable)));
    }

    /// <summary>What there is to await in <c>x.Result</c>, <c>x.GetAwaiter().GetResult()</c>, <c>x.Wait()</c> and <c>Thread.Sleep(…)</c>.</summary>
    private static ExpressionSyntax? Awaitable(ExpressionSyntax blocking) => blocking switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Expression: { } task } => task,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: { } task } } } } => task,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: { } task } } => task,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Sleep" } } sleep =>
            sleep.WithExpression(SyntaxFactory.ParseExpression("System.Threading.Tasks.Task.Delay")).WithoutTrivia(),
        _ => null,
    };

    private static bool MayAwait(SyntaxNode blocking)
    {
        foreach (SyntaxNode one in blocking.Ancestors())
        {
            switch (one)
            {
                case LockStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax member:
                    return member.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax blocking, ExpressionSyntax awaitable)
    {
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(Spaced.Token(SyntaxKind.AwaitKeyword), awaitable.WithoutTrivia());
        bool isPartOfChain = blocking.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax or PostfixUnaryExpressionSyntax;
        return (isPartOfChain ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(blocking);
    }
}
