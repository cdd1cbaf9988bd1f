using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>
/// What is new on the heap? Objects of classes, arrays, collection expressions that are no span. Constant data of a ReadOnlySpan lies
/// in the program, what implicit calls need is reported by who makes them, and strings have their own rule.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NewAnalyzer() : HotPathAnalyzer(HotPathRules.New,
    OperationKind.ObjectCreation, OperationKind.TypeParameterObjectCreation, OperationKind.AnonymousObjectCreation, OperationKind.ArrayCreation, OperationKind.CollectionExpression, OperationKind.With)
{
    private protected override void Look(in HotOperation operation)
    {
        IOperation made = operation.Operation;
        if (made.IsImplicit || made.Type is null)
            return;
        bool allocates = made switch
        {
            IArrayCreationOperation array => !IsProgramData(array, operation.Types) && !IsOfAttribute(array),
            ICollectionExpressionOperation collection => Allocates(collection, operation.Types),
            _ => made.Type.IsReferenceType && made.Type.SpecialType != SpecialType.System_String,
        };
        if (allocates)
            operation.Report(made is IAnonymousObjectCreationOperation ? "An anonymous object" : $"A new {made.Type.Text()}");
    }

    private static bool Allocates(ICollectionExpressionOperation collection, KnownTypes types)
    {
        ITypeSymbol type = collection.Type!;
        bool isEmpty = collection.Elements.IsEmpty;
        if (types.IsSpan(type))
            return collection.Elements.Any(element => element is ISpreadOperation); // of a length that the stack cannot be laid out for
        if (type.TypeKind is TypeKind.Array or TypeKind.Interface)
            return !isEmpty || IsMutable(type);
        return type.IsReferenceType || (type is INamedTypeSymbol { Name: "ImmutableArray" } && !isEmpty);
    }

    /// <summary>Interfaces that let the receiver add get a list of their own, even when empty.</summary>
    private static bool IsMutable(ITypeSymbol type) => type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_ICollection_T;

    private static bool IsProgramData(IArrayCreationOperation array, KnownTypes types) =>
        array.Parent is IConversionOperation { Type: { } target } && KnownTypes.Is(target, types.ReadOnlySpan)
        && array.Type is IArrayTypeSymbol { ElementType: { } element } && IsPrimitive(element)
        && array.Initializer is { } initializer && initializer.ElementValues.All(value => value.ConstantValue.HasValue);

    private static bool IsPrimitive(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double;

    private static bool IsOfAttribute(IArrayCreationOperation array) => array.Syntax.FirstAncestorOrSelf<AttributeSyntax>() is not null;
}
