using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators.Parsing;

/// <summary>Whether a parameter is all arguments of an event at once, as connectors that find methods by reflection hand them over.</summary>
internal static class UntypedArguments
{
    private static readonly string[] Objects = ["object[]", "System.Collections.Generic.List<object>", "System.Collections.Generic.IList<object>", "System.Collections.Generic.IReadOnlyList<object>", "System.Collections.Generic.IEnumerable<object>"];

    public static bool Are(IParameterSymbol parameter)
    {
        string type = parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString().Replace("?", "");
        return Objects.Contains(type) || (type == "byte[][]" && IsDecoded(parameter));
    }

    /// <summary>A list of octets may be just that; where one of them is decoded to a type, <c>Unpack.Deserialize&lt;string&gt;(args[0])</c>, it is not.</summary>
    private static bool IsDecoded(IParameterSymbol parameter) => parameter.ContainingSymbol.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>())
        .Any(call => IsGeneric(call) && call.ArgumentList.Arguments.Any(argument => IsItem(argument.Expression, parameter.Name)));

    private static bool IsGeneric(InvocationExpressionSyntax call) => call.Expression is GenericNameSyntax or MemberAccessExpressionSyntax { Name: GenericNameSyntax };

    private static bool IsItem(ExpressionSyntax expression, string list) => expression switch
    {
        ElementAccessExpressionSyntax element => IsNamed(element.Expression, list),
        IdentifierNameSyntax item => item.Ancestors().OfType<ForEachStatementSyntax>().Any(loop => loop.Identifier.ValueText == item.Identifier.ValueText && IsNamed(loop.Expression, list)),
        _ => false,
    };

    private static bool IsNamed(ExpressionSyntax expression, string name) => expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
}
