namespace Busbar.Generators.Models;

/// <summary>A type that is to be continued in a generated file: its header as it must be repeated.</summary>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>record</c>, <c>record struct</c> or <c>interface</c>.</param>
/// <param name="Name">The name with its type parameters, escaped where it is a keyword: <c>Pair&lt;T&gt;</c>.</param>
internal sealed record TypeDeclaration(string Keyword, string Name);
