using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>Words with the space that follows them.</summary>
internal static class Spaced
{
    public static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);

    public static IdentifierNameSyntax Name(string name) => SyntaxFactory.IdentifierName(name).WithTrailingTrivia(SyntaxFactory.Space);
}
