using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Busbar.CodeFixes;

/// <summary>
/// Turns a method that takes all arguments at once, as connectors with reflection give them, into one with a typed parameter for each:
/// where every use decodes or casts one argument by its number, so that all types are said.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypedArgumentsFix))]
[Shared]
public sealed class TypedArgumentsFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.UntypedArguments];

    /// <inheritdoc/>
    protected override void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
            || method.ParameterList.Parameters.FirstOrDefault(IsUntyped) is not { } parameter
            || UntypedUse.FindAll(method, parameter.Identifier.ValueText) is not { } uses)
            return;

        context.RegisterCodeFix(
            CodeAction.Create("Write a typed parameter for each argument", cancellationToken => FixAsync(context.Document, method, parameter, uses, cancellationToken), nameof(TypedArgumentsFix)),
            context.Diagnostics);
    }

    private static bool IsUntyped(ParameterSyntax parameter) => parameter.Type?.ToString().Replace("?", "") is { } type
        && (type is "byte[][]" or "object[]" || (type.StartsWith("I", StringComparison.Ordinal) && type.EndsWith("<object>", StringComparison.Ordinal)) || type.EndsWith("List<object>", StringComparison.Ordinal));

    private static async Task<Document> FixAsync(Document document, MethodDeclarationSyntax method, ParameterSyntax parameter, IReadOnlyList<UntypedUse> uses, CancellationToken cancellationToken)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var typed = new List<ParameterSyntax>();
        foreach (IGrouping<int, UntypedUse> argument in uses.GroupBy(use => use.Index).OrderBy(group => group.Key))
        {
            string name = Name(method, argument, typed);
            foreach (UntypedUse use in argument)
            {
                if (use.Declared == name)
                    editor.RemoveNode(use.Declaration!);
                else
                    editor.ReplaceNode(use.Expression, SyntaxFactory.IdentifierName(name).WithTriviaFrom(use.Expression));
            }

            typed.Add(SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(argument.First().Type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space)));
        }

        int place = method.ParameterList.Parameters.IndexOf(parameter);
        ParameterSyntax[] parameters = [.. method.ParameterList.Parameters.Take(place), .. typed, .. method.ParameterList.Parameters.Skip(place + 1)];
        SyntaxToken comma = Spaced.Token(SyntaxKind.CommaToken);
        editor.ReplaceNode(method.ParameterList, method.ParameterList.WithParameters(SyntaxFactory.SeparatedList(parameters, Enumerable.Repeat(comma, Math.Max(0, parameters.Length - 1)))));
        return editor.GetChangedDocument();
    }

    /// <summary>The local that the argument was decoded into, when that was its only use; otherwise its number.</summary>
    private static string Name(MethodDeclarationSyntax method, IGrouping<int, UntypedUse> argument, List<ParameterSyntax> typed)
    {
        bool isLocal = argument.Count() == 1 && argument.First().Declared is { } declared && !typed.Any(one => one.Identifier.ValueText == declared);
        if (isLocal)
            return argument.First().Declared!;

        string name = "argument" + argument.Key.ToString(System.Globalization.CultureInfo.InvariantCulture);
        while (method.DescendantTokens().Any(token => token.ValueText == name))
            name += "_";
        return name;
    }
}
