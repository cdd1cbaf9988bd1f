using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators.Tests.Publishing;

/// <summary>Documentation from comments, whether the compiler was told to read it or not.</summary>
public sealed class DocumentationTests
{
    [Theory]
    [InlineData("/// <summary>Adds two numbers.</summary>", "Adds two numbers.")]
    [InlineData("/// <summary>\n    /// Adds\n    ///   two &lt;numbers&gt; &amp; &#x00e4;.\n    /// </summary>", "Adds two <numbers> & ä.")]
    [InlineData("/** <summary>Adds\n     * two.</summary> */", "Adds two.")]
    [InlineData("// a note\n    /// <summary>One.</summary>\n    [Obsolete] // another\n", "One.")]
    [InlineData("/// <summary>See <see cref=\"System.Collections.Generic.List{T}.Add(T)\"/>, <see cref=\"Meter\"/>, <see langword=\"null\"/>, <paramref name=\"x\"/>, <see cref=\"A\">this</see> and <c>code</c>.</summary>", "See List<T>.Add, Meter, null, x, this and code.")]
    [InlineData("/// <summary>One.<para>Two.</para></summary>", "One. Two.")]
    [InlineData("/// <summary></summary>", null)]
    [InlineData("/// <summary>Never closed.", null)]
    [InlineData("/// <summary>a & b</summary>", null)]
    [InlineData("/// plain", null)]
    [InlineData("//// <summary>No.</summary>", null)]
    [InlineData("// <summary>No.</summary>", null)]
    [InlineData("/* <summary>No.</summary> */", null)]
    [InlineData("/// <!DOCTYPE a [<!ENTITY b \"c\">]><summary>&b;</summary>", null)]
    [InlineData("", null)]
    public void Summary_IsPlainText_InEveryDocumentationMode(string comment, string? expected)
    {
        foreach (DocumentationMode mode in new[] { DocumentationMode.None, DocumentationMode.Parse, DocumentationMode.Diagnose })
            Assert.Equal(expected, Parse(comment, mode)?.Summary);
    }

    [Fact]
    public void EachPart_IsFound()
    {
        DocumentationModel said = Parse("""
            /// <summary>One.</summary>
                /// <param name="x">The first.</param>
                /// <param name="y"></param>
                /// <param>Nobody.</param>
                /// <remarks>Two.</remarks>
                /// <returns>Three.</returns>
            """, DocumentationMode.Parse)!;

        Assert.Equal(("One.", "Two.", "Three.", "The first.", null), (said.Summary, said.Remarks, said.Returns, said.Of("x"), said.Of("y")));
    }

    private static DocumentationModel? Parse(string comment, DocumentationMode mode)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"class C {{\n    {comment}\n    void M() {{ }} }}", new CSharpParseOptions(documentationMode: mode), cancellationToken: TestContext.Current.CancellationToken);
        MethodDeclarationSyntax method = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        return DocumentationParser.Parse(method.GetLeadingTrivia());
    }
}
