using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>The context of the user's that <c>[Published(Json = …)]</c> names: it reads and writes what it says it knows.</summary>
internal sealed class PublishedContext
{
    private const string Base = "System.Text.Json.Serialization.JsonSerializerContext";
    private const string Knows = "System.Text.Json.Serialization.JsonSerializableAttribute";
    private static readonly PublishedContext None = new(null);

    private readonly INamedTypeSymbol? _type;
    private readonly ITypeSymbol[] _known;

    private PublishedContext(INamedTypeSymbol? type)
    {
        _type = type;
        _known = type is null ? [] : [.. type.GetAttributes().Where(attribute => attribute.AttributeClass?.ToDisplayString() == Knows)
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault()).Where(argument => argument.Kind == TypedConstantKind.Type)
            .Select(argument => argument.Value).OfType<ITypeSymbol>()];
    }

    public bool IsGiven => _type is not null;

    public string DisplayName => _type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "";

    public static PublishedContext Of(AttributeData attribute, IMethodSymbol method, List<DiagnosticInfo> diagnostics)
    {
        if (attribute.Given<ITypeSymbol?>("Json", null) is not { TypeKind: not TypeKind.Error } given)
            return None;
        for (ITypeSymbol? one = given.BaseType; one is not null; one = one.BaseType)
        {
            if (one.ToDisplayString() == Base)
                return new PublishedContext((INamedTypeSymbol)given);
        }

        diagnostics.Add(DiagnosticInfo.Of(PublishedRules.InvalidContext, LocationInfo.From(method), method.Name, given.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        return None;
    }

    /// <summary>The type without its nullability.</summary>
    public static ITypeSymbol Bare(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? nullable.TypeArguments[0]
        : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>Whether a context could know the type at all.</summary>
    public static bool CanKnow(ITypeSymbol type) =>
        type is { IsRefLikeType: false, TypeKind: not (TypeKind.Error or TypeKind.TypeParameter or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Delegate or TypeKind.Dynamic) };

    /// <summary>What the type is as an argument or a result.</summary>
    /// <param name="type">As the user declared it.</param>
    /// <param name="payloads">For what no context is needed.</param>
    /// <param name="isResult">It is written and never read.</param>
    /// <param name="problem">Why it cannot be one, as the end of a sentence.</param>
    /// <returns>Null when it cannot be one.</returns>
    public PublishedValue? Parse(ITypeSymbol type, PayloadParser payloads, bool isResult, out string problem)
    {
        problem = "";
        ITypeSymbol bare = Bare(type);
        if (Array.Exists(_known, known => SymbolEqualityComparer.Default.Equals(known, bare)))
        {
            bool isNullable = type.IsValueType ? !SymbolEqualityComparer.Default.Equals(type, bare) : type.NullableAnnotation != NullableAnnotation.NotAnnotated;
            return new PublishedValue(PayloadParser.NameOf(bare), isNullable, null, PayloadParser.NameOf(_type!));
        }

        PayloadType? payload = isResult ? payloads.ParseWritten(type, out problem) : payloads.Parse(type, out problem);
        return payload is null ? null : new PublishedValue(payload.Type, payload.IsNullable, payload, null);
    }
}
