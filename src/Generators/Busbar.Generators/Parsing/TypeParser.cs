using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators.Parsing;

/// <summary>Users' types as models.</summary>
internal static class TypeParser
{
    /// <summary>Types as generated code names them: from <c>global::</c> on, keywords escaped, nullability said.</summary>
    public static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Declared = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat NamespaceName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static TypeModel Parse(INamedTypeSymbol type)
    {
        var declarations = new List<TypeDeclaration>();
        for (INamedTypeSymbol? one = type; one is not null; one = one.ContainingType)
            declarations.Insert(0, new TypeDeclaration(Keyword(one), one.ToDisplayString(Declared)));
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(NamespaceName);
        return new TypeModel(space, declarations.ToEquatableArray(), HintName(type));
    }

    /// <summary>The first of the type and those around it that is not partial, so that nothing can be added to it; or null.</summary>
    public static INamedTypeSymbol? FindNotPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.ContainingType)
        {
            bool isPartial = one.DeclaringSyntaxReferences.Any(reference =>
                reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!isPartial)
                return one;
        }

        return null;
    }

    /// <summary>Whether the type, or one around it, can only be named in its own file, so that no generated one can continue it.</summary>
    public static bool IsFileLocal(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.ContainingType)
        {
            if (one.IsFileLocal)
                return true;
        }

        return false;
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    /// <summary>The metadata name, with the arity behind a hyphen, which no name in C# holds.</summary>
    private static string HintName(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.MetadataName + "." + name;
        if (!type.ContainingNamespace.IsGlobalNamespace)
            name = type.ContainingNamespace.ToDisplayString(NamespaceName) + "." + name;
        return name.Replace('`', '-').Replace("@", "");
    }
}
