using System.Text;
using System.Xml;
using System.Xml.Linq;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Parsing;

/// <summary>
/// Documentation from the comments before a member: the compiler keeps its own reading of it only where a project generates a file of
/// documentation, while the comments are always there. What is no XML says nothing.
/// </summary>
internal static class DocumentationParser
{
    public static DocumentationModel Parse(ISymbol symbol, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (Parse(reference.GetSyntax(cancellationToken).GetLeadingTrivia()) is { } documentation)
                return documentation;
        }

        return DocumentationModel.None;
    }

    /// <summary>What the comments say; null when there are none or they are no XML.</summary>
    public static DocumentationModel? Parse(SyntaxTriviaList comments)
    {
        string text = TextOf(comments);
        if (text.Length == 0 || Read(text) is not { } document)
            return null;
        return new DocumentationModel(
            Said(document, "summary"),
            Said(document, "remarks"),
            Said(document, "returns"),
            document.Elements("param")
                .Select(element => (Name: element.Attribute("name")?.Value ?? "", Text: Plain(element)))
                .Where(parameter => parameter.Text.Length > 0)
                .Select(parameter => new DocumentedParameter(parameter.Name, parameter.Text))
                .ToEquatableArray());
    }

    /// <summary>The XML without the marks of the comment: documentation, or plain comments where the compiler was told to read none.</summary>
    private static string TextOf(SyntaxTriviaList comments)
    {
        var text = new StringBuilder();
        foreach (SyntaxTrivia trivia in comments)
        {
            if (trivia.Kind() is SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
                AppendComment(text, trivia.ToFullString());
        }

        return text.ToString();
    }

    private static void AppendComment(StringBuilder text, string comment)
    {
        comment = comment.Trim();
        if (comment.StartsWith("/**", StringComparison.Ordinal) && comment.EndsWith("*/", StringComparison.Ordinal) && comment.Length > 4)
        {
            foreach (string line in comment.Substring(3, comment.Length - 5).Split('\n'))
                text.Append(line.Trim().TrimStart('*')).Append('\n');
            return;
        }

        foreach (string line in comment.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal) && !line.StartsWith("////", StringComparison.Ordinal))
                text.Append(line.Substring(3)).Append('\n');
        }
    }

    private static XElement? Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader($"<doc>{text}</doc>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Said(XElement document, string name) => document.Element(name) is { } element && Plain(element) is { Length: > 0 } text ? text : null;

    /// <summary>The text with references by their last name, and white space as between words.</summary>
    private static string Plain(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return string.Join(" ", text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText content:
                    text.Append(content.Value);
                    break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref", IsEmpty: true } reference:
                    text.Append(Referred(reference));
                    break;
                case XElement inner:
                    bool isBlock = inner.Name.LocalName is "para" or "br" or "item" or "list" or "code";
                    text.Append(isBlock ? " " : "");
                    Append(text, inner);
                    text.Append(isBlock ? " " : "");
                    break;
            }
        }
    }

    private static string Referred(XElement reference)
    {
        string? plain = (reference.Attribute("langword") ?? reference.Attribute("name") ?? reference.Attribute("href"))?.Value;
        if (plain is not null || reference.Attribute("cref")?.Value is not { } name)
            return plain ?? "";
        name = name.Split('(')[0];
        int generic = name.IndexOf('{');
        string open = generic < 0 ? name : name.Substring(0, generic);
        string last = open.Substring(Math.Max(open.LastIndexOf('.'), open.LastIndexOf(':')) + 1);
        return generic < 0 ? last : last + "<" + name.Substring(generic + 1).Replace('{', '<').Replace('}', '>');
    }
}
