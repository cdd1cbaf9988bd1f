namespace Busbar.Generators.Models;

/// <summary>What the base class of a table hands to its methods beside the event.</summary>
/// <param name="Type">As generated code names it.</param>
/// <param name="Name">The parameter, escaped where it is a keyword.</param>
/// <param name="Modifier"><c>in </c> where it is handed over by reference, otherwise empty.</param>
internal sealed record EventContext(string Type, string Name, string Modifier)
{
    public string Declared => $"{Modifier}{Type} {Name}";

    public string Handed => Modifier + Name;
}
