using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>What makes a new string? Concatenation, interpolation (save into a span or another handler), methods of string, ToString of a value.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StringAnalyzer() : HotPathAnalyzer(HotPathRules.StringBuilding,
    OperationKind.Binary, OperationKind.CompoundAssignment, OperationKind.InterpolatedString, OperationKind.Invocation, OperationKind.ObjectCreation)
{
    private protected override void Look(in HotOperation operation)
    {
        if (operation.Operation.ConstantValue.HasValue)
            return;

        switch (operation.Operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when IsString(sum.Type) && !IsPart(sum):
                operation.Report("The concatenation");
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } sum when IsString(sum.Type):
                operation.Report("The concatenation");
                break;
            case IInterpolatedStringOperation text when !IsPart(text):
                operation.Report("The interpolation");
                break;
            case IObjectCreationOperation made when IsString(made.Type):
                operation.Report("'new string'");
                break;
            case IInvocationOperation call when MakesString(call):
                operation.ReportAt(call.NameLocation(), $"'{call.TargetMethod.Name}'");
                break;
        }
    }

    private static bool IsString(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    /// <summary>Of a larger concatenation, which is reported as a whole, or of what a handler takes apart.</summary>
    private static bool IsPart(IOperation operation) => operation.User(out _) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } outer => IsString(outer.Type),
        ICompoundAssignmentOperation outer => IsString(outer.Type),
        IInterpolationOperation or IInterpolatedStringHandlerCreationOperation or IInterpolatedStringAdditionOperation => true,
        _ => false,
    };

    private static bool MakesString(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ContainingType.SpecialType == SpecialType.System_String)
            return method.Name is not (nameof(ToString) or nameof(string.Intern) or nameof(string.IsInterned)) && (IsString(method.ReturnType) || method.ReturnType.TypeKind == TypeKind.Array);
        if (method.Name != nameof(ToString) || !IsString(method.ReturnType))
            return false;
        ITypeSymbol? receiver = call.Instance?.Type;
        return receiver is { IsValueType: true, SpecialType: not SpecialType.System_Boolean } || receiver is { Name: "StringBuilder", ContainingNamespace.Name: "Text" };
    }
}
