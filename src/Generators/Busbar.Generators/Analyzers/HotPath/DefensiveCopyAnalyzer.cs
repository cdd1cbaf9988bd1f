using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which structs of more than 16 octets does the compiler copy, because a member that might change them is called where they cannot be changed?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefensiveCopyAnalyzer() : HotPathAnalyzer(HotPathRules.DefensiveCopy, OperationKind.Invocation, OperationKind.PropertyReference)
{
    private const int Free = 16;

    private protected override void Look(in HotOperation operation)
    {
        (IOperation? instance, IMethodSymbol? called) = operation.Operation switch
        {
            IInvocationOperation call => (call.Instance, call.TargetMethod),
            IPropertyReferenceOperation property => (property.Instance, property.Property.GetMethod),
            _ => default,
        };
        if (instance?.Type is not INamedTypeSymbol { IsValueType: true, IsReadOnly: false } type || called is null or { IsStatic: true } || called.IsReadOnly)
            return;
        if (!SymbolEqualityComparer.Default.Equals(called.ContainingType, type) || !IsReadOnlyVariable(instance))
            return;

        int size = StructSize.AtLeast(type);
        if (size > Free)
            operation.Report((called.AssociatedSymbol ?? called).Name, size, instance.Excerpt());
    }

    private static bool IsReadOnlyVariable(IOperation operation) => operation switch
    {
        IParameterReferenceOperation { Parameter.RefKind: RefKind.In or RefKind.RefReadOnlyParameter } => true,
        ILocalReferenceOperation { Local.RefKind: RefKind.RefReadOnly } => true,
        IInvocationOperation { TargetMethod.RefKind: RefKind.RefReadOnly } => true,
        IPropertyReferenceOperation { Property.RefKind: RefKind.RefReadOnly } => true,
        IFieldReferenceOperation { Field.IsReadOnly: true } field => !IsOwnConstructor(field),
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } outer } => outer is not IInstanceReferenceOperation && IsReadOnlyVariable(outer),
        _ => false,
    };

    /// <summary>Where a readonly field can still be changed, nothing is copied.</summary>
    private static bool IsOwnConstructor(IFieldReferenceOperation field) =>
        field.SemanticModel?.GetEnclosingSymbol(field.Syntax.SpanStart) is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, field.Field.ContainingType);
}
