namespace Busbar.Generators.Models;

/// <summary>A user's partial type and where it stands.</summary>
/// <param name="Namespace">Empty for the global one.</param>
/// <param name="Declarations">From the outermost type to the type itself.</param>
/// <param name="HintName">A file name that no other type shares, whatever its arity or namespace, unless the names differ in case alone.</param>
internal sealed record TypeModel(string Namespace, EquatableArray<TypeDeclaration> Declarations, string HintName)
{
    /// <summary>The type itself.</summary>
    public TypeDeclaration Self => Declarations[Declarations.Count - 1];
}
