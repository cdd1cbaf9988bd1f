namespace Busbar.Generators.Models;

/// <summary>A type with published functions.</summary>
/// <param name="Type">The user's type.</param>
/// <param name="Name">As generated code names it.</param>
/// <param name="IsStatic">All its functions are: the table is the type's, otherwise each instance's.</param>
/// <param name="HidesTable">A base type has a table already.</param>
/// <param name="TableClass">A name for the nested class, that no member has.</param>
/// <param name="Functions">In the order of declaration.</param>
/// <param name="Users">The user's own types among arguments and results.</param>
internal sealed record PublishedModel(
    TypeModel Type, string Name, bool IsStatic, bool HidesTable, string TableClass, EquatableArray<PublishedFunctionModel> Functions, UserTypes Users);
