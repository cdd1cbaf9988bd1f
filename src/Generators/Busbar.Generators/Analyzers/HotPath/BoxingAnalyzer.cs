using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>
/// Which values go into a box? Conversions, and calls of what a struct only inherits. Quiet where .NET 10 makes none, as measured:
/// Enum.HasFlag of one type, Enum.GetHashCode, GetType, a box that is opened at once, a null check of a type parameter.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BoxingAnalyzer() : HotPathAnalyzer(HotPathRules.Boxing, OperationKind.Conversion, OperationKind.Invocation)
{
    private protected override void Look(in HotOperation operation)
    {
        switch (operation.Operation)
        {
            case IConversionOperation { Operand.Type: { IsValueType: true } from, Type: { } to } conversion
                when conversion.GetConversion().IsBoxing && !IsElided(conversion):
                operation.Report(conversion.Operand.Excerpt(), to.Text(), $"take {from.Text()} as it is, or a type parameter constrained to what is needed of it");
                break;
            case IInvocationOperation { Instance.Type: { IsValueType: true } type, TargetMethod: { ContainingType.SpecialType: { } declaring, Name: { } name } } call
                when IsInherited(declaring, name, type):
                operation.ReportAt(call.NameLocation(), call.Instance.Excerpt(), declaring == SpecialType.System_Enum ? "Enum" : "ValueType", $"override {name} in {type.Text()}, or compare with '=='");
                break;
        }
    }

    private static bool IsInherited(SpecialType declaring, string name, ITypeSymbol type) =>
        declaring is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum
        && (name == nameof(Equals) || (name == nameof(GetHashCode) && type.TypeKind != TypeKind.Enum))
        && type is not ITypeParameterSymbol;

    private static bool IsElided(IConversionOperation conversion) => conversion.Parent switch
    {
        IConversionOperation outer => outer.GetConversion().IsUnboxing, // (int)(object)value, where the type parameter is known to be int
        IBinaryOperation binary => binary.Type?.SpecialType == SpecialType.System_String || IsNull(binary.LeftOperand) || IsNull(binary.RightOperand),
        ICompoundAssignmentOperation compound => compound.Type?.SpecialType == SpecialType.System_String,
        IInterpolationOperation => true, // reported as the string that it builds
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: nameof(Enum.HasFlag), ContainingType.SpecialType: SpecialType.System_Enum }, Instance.Type: { } type } } =>
            SymbolEqualityComparer.Default.Equals(type, conversion.Operand.Type),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ThrowIfNull", ContainingType.Name: nameof(ArgumentNullException) } } } => conversion.Operand.Type is ITypeParameterSymbol,
        _ => false,
    };

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };
}
