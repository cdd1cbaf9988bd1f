using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.CodeFixes;

/// <summary>One place where an argument is made what it is: <c>Unpack.Deserialize&lt;string&gt;(args[0])</c>, <c>(string)args[0]</c>.</summary>
internal sealed class UntypedUse(int index, TypeSyntax type, ExpressionSyntax expression)
{
    /// <summary>Which argument.</summary>
    public int Index { get; } = index;

    /// <summary>What it is made.</summary>
    public TypeSyntax Type { get; } = type;

    /// <summary>The whole expression.</summary>
    public ExpressionSyntax Expression { get; } = expression;

    /// <summary>The statement that does nothing but keep it in a local, at the top of the method; or null.</summary>
    public LocalDeclarationStatementSyntax? Declaration => Expression.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } variables } }
        && variables.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: BlockSyntax { Parent: MethodDeclarationSyntax } } statement
        && (variables.Type.IsVar || variables.Type.ToString() == Type.ToString())
            ? statement
            : null;

    /// <summary>The name of that local.</summary>
    public string? Declared => Declaration?.Declaration.Variables[0].Identifier.ValueText;

    /// <summary>All uses in a method; null when one says no type, or they say two, or leave one argument out.</summary>
    public static IReadOnlyList<UntypedUse>? FindAll(MethodDeclarationSyntax method, string parameter)
    {
        var uses = new List<UntypedUse>();
        foreach (IdentifierNameSyntax name in method.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == parameter))
        {
            if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                continue; // another thing's member of that name
            if (Of(name) is not { } use)
                return null;
            uses.Add(use);
        }

        IGrouping<int, UntypedUse>[] byIndex = [.. uses.GroupBy(use => use.Index).OrderBy(group => group.Key)];
        bool isWhole = byIndex.Length > 0 && byIndex.Select(group => group.Key).SequenceEqual(Enumerable.Range(0, byIndex.Length));
        bool isOfOneType = byIndex.All(group => group.Select(use => use.Type.ToString()).Distinct(StringComparer.Ordinal).Count() == 1);
        return isWhole && isOfOneType ? uses : null;
    }

    private static UntypedUse? Of(IdentifierNameSyntax name)
    {
        if (name.Parent is not ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } indices } element || element.Expression != name
            || indices[0].Expression is not LiteralExpressionSyntax { Token.Value: int index })
            return null;
        return element.Parent switch
        {
            CastExpressionSyntax cast => new UntypedUse(index, cast.Type, Outermost(cast)),
            ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax call } } when GenericName(call) is { TypeArgumentList.Arguments: { Count: 1 } types } =>
                new UntypedUse(index, types[0], call),
            _ => null,
        };
    }

    private static GenericNameSyntax? GenericName(InvocationExpressionSyntax call) => call.Expression switch
    {
        GenericNameSyntax name => name,
        MemberAccessExpressionSyntax { Name: GenericNameSyntax name } => name,
        _ => null,
    };

    private static ExpressionSyntax Outermost(ExpressionSyntax expression) => expression.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : expression;
}
