using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Busbar.CodeFixes;

/// <summary>Writes the JSON context that an argument or result of a published function needs, or the line that one lacks, and names it in the attribute.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameContextFix))]
[Shared]
public sealed class NameContextFix : DocumentFix
{
    private const string Serialization = "System.Text.Json.Serialization";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.UnsupportedParameter, RuleIds.UnsupportedResult, RuleIds.UnknownToContext];

    /// <summary>One after the other: the first fix makes the context that the others add to.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
            || model.GetDeclaredSymbol(method, context.CancellationToken) is not { } symbol
            || TypeAtFault(root.FindNode(context.Span), symbol) is not { } type
            || FindAttribute(method, model) is not { } attribute)
            return;

        INamedTypeSymbol? known = KnownContext(symbol, attribute, model);
        string name = known?.Name ?? ContextName(symbol);
        context.RegisterCodeFix(
            CodeAction.Create($"Let {name} read and write it", token => FixAsync(context.Document, method, attribute, type, known, name, token), nameof(NameContextFix)),
            context.Diagnostics);
    }

    private static async Task<Solution> FixAsync(
        Document document, MethodDeclarationSyntax method, AttributeSyntax attribute, ITypeSymbol type, INamedTypeSymbol? known, string name, CancellationToken cancellationToken)
    {
        var solution = new SolutionEditor(document.Project.Solution);
        DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false);
        MemberDeclarationSyntax outermost = method.Ancestors().OfType<TypeDeclarationSyntax>().Last();
        if (!HasJson(attribute))
            editor.ReplaceNode(attribute, WithJson(attribute, name));
        if (known?.DeclaringSyntaxReferences.FirstOrDefault() is not { } declared)
        {
            editor.InsertAfter(outermost, NewContext(editor, outermost, type, name));
            return solution.GetChangedSolution();
        }

        SyntaxNode declaration = await declared.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        if (document.Project.Solution.GetDocument(declared.SyntaxTree) is { } other)
        {
            DocumentEditor contexts = await solution.GetDocumentEditorAsync(other.Id, cancellationToken).ConfigureAwait(false);
            contexts.ReplaceNode(declaration, (current, _) => WithType((ClassDeclarationSyntax)current, Line(contexts.SemanticModel, declaration, type)));
        }

        return solution.GetChangedSolution();
    }

    /// <summary>What a context would have to know; null for what none can.</summary>
    private static ITypeSymbol? TypeAtFault(SyntaxNode node, IMethodSymbol method)
    {
        ITypeSymbol type = node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
            ? method.Parameters.Single(one => one.Name == parameter.Identifier.ValueText).Type
            : Unwrap(method.ReturnType);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        bool canBeKnown = type is { IsRefLikeType: false, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Array }
            && type.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected);
        return canBeKnown ? type.WithNullableAnnotation(NullableAnnotation.None) : null;
    }

    private static ITypeSymbol Unwrap(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString() is
        "System.Threading.Tasks.Task<TResult>" or "System.Threading.Tasks.ValueTask<TResult>" or "System.Collections.Generic.IAsyncEnumerable<T>"
        ? ((INamedTypeSymbol)type).TypeArguments[0]
        : type;

    private static AttributeSyntax? FindAttribute(MethodDeclarationSyntax method, SemanticModel model) =>
        method.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => model.GetTypeInfo(attribute).Type?.ToDisplayString() == "Busbar.PublishedAttribute");

    /// <summary>The context that the attribute names, or the one that stands beside the type under the name that a new one would have.</summary>
    private static INamedTypeSymbol? KnownContext(IMethodSymbol method, AttributeSyntax attribute, SemanticModel model)
    {
        if (attribute.ArgumentList?.Arguments.FirstOrDefault(IsJson)?.Expression is TypeOfExpressionSyntax { Type: { } named })
            return model.GetTypeInfo(named).Type as INamedTypeSymbol;
        return method.ContainingNamespace.GetTypeMembers(ContextName(method), 0).FirstOrDefault(type => type.BaseType?.ToDisplayString() == Serialization + ".JsonSerializerContext");
    }

    private static string ContextName(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        while (type.ContainingType is { } outer)
            type = outer;
        return type.Name + "Json";
    }

    private static bool HasJson(AttributeSyntax attribute) => attribute.ArgumentList?.Arguments.Any(IsJson) == true;

    private static bool IsJson(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText == "Json";

    private static AttributeSyntax WithJson(AttributeSyntax attribute, string name) =>
        attribute.AddArgumentListArguments(SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression($"typeof({name})")).WithNameEquals(SyntaxFactory.NameEquals("Json")))
            .WithAdditionalAnnotations(Formatter.Annotation);

    private static MemberDeclarationSyntax NewContext(DocumentEditor editor, MemberDeclarationSyntax after, ITypeSymbol type, string name)
    {
        string line = Line(editor.SemanticModel, after, type);
        string text = $"{line}\ninternal sealed partial class {name} : {Qualifier(editor.SemanticModel, after)}JsonSerializerContext;";
        return SyntaxFactory.ParseMemberDeclaration(text)!
            .WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ClassDeclarationSyntax WithType(ClassDeclarationSyntax context, string line)
    {
        var attribute = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(line + "\nclass C;")!;
        SyntaxTriviaList leading = context.GetLeadingTrivia();
        return context.WithoutLeadingTrivia()
            .WithAttributeLists(context.WithoutLeadingTrivia().AttributeLists.InsertRange(0, attribute.AttributeLists))
            .WithLeadingTrivia(leading)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string Line(SemanticModel model, SyntaxNode at, ITypeSymbol type) =>
        $"[{Qualifier(model, at)}JsonSerializable(typeof({type.ToMinimalDisplayString(model, at.SpanStart)}))]";

    /// <summary>Nothing where the names of the serializer can be written as they are.</summary>
    private static string Qualifier(SemanticModel model, SyntaxNode at) =>
        model.LookupNamespacesAndTypes(at.SpanStart, name: "JsonSerializerContext").Any(type => type.ToDisplayString() == Serialization + ".JsonSerializerContext") ? "" : Serialization + ".";
}
