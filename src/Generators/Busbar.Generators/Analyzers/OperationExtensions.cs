using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers;

/// <summary>Ways about the tree of operations.</summary>
internal static class OperationExtensions
{
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The operation without the conversions and parentheses around it.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>What uses the operation, beyond conversions and parentheses; and the child of it through which it does.</summary>
    public static IOperation? User(this IOperation operation, out IOperation child)
    {
        child = operation;
        while (child.Parent is IConversionOperation or IParenthesizedOperation)
            child = child.Parent;
        return child.Parent;
    }

    /// <summary>The local function of that symbol, declared somewhere around the operation.</summary>
    public static ILocalFunctionOperation? FindLocalFunction(this IOperation operation, IMethodSymbol symbol)
    {
        foreach (IOperation one in operation.Root().Descendants())
        {
            if (one is ILocalFunctionOperation function && SymbolEqualityComparer.Default.Equals(function.Symbol, symbol.OriginalDefinition))
                return function;
        }

        return null;
    }

    /// <summary>The innermost function the operation stands in: a lambda, a local function, or the root.</summary>
    public static IOperation Function(this IOperation operation)
    {
        IOperation one = operation;
        while (one.Parent is { } parent)
        {
            one = parent;
            if (one is IAnonymousFunctionOperation or ILocalFunctionOperation)
                break;
        }

        return one;
    }

    /// <summary>A call is shown at its name, so that the calls of a chain are told apart.</summary>
    public static Location NameLocation(this IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } => member.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        _ => call.Syntax.GetLocation(),
    };

    /// <summary>A lambda is shown at its arrow: its body may be long.</summary>
    public static Location HeadLocation(this IAnonymousFunctionOperation lambda) => lambda.Syntax switch
    {
        LambdaExpressionSyntax arrow => arrow.ArrowToken.GetLocation(),
        AnonymousMethodExpressionSyntax old => old.DelegateKeyword.GetLocation(),
        _ => lambda.Syntax.GetLocation(),
    };

    public static string Text(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>What the source says there, on one line and not too much of it.</summary>
    public static string Excerpt(this IOperation operation)
    {
        const int Most = 40;
        string text = operation.Syntax.ToString();
        int end = text.IndexOfAny(['\r', '\n']);
        if (end >= 0)
            text = text.Substring(0, end).TrimEnd() + "…";
        return text.Length <= Most ? text : text.Substring(0, Most - 1) + "…";
    }
}
