namespace Busbar.Generators.Emit;

/// <summary>What generated code says to the reader of a format where it says the same to those of the others.</summary>
/// <param name="Parameter">The reader as a parameter: <c>ref global::Busbar.JsonPayloadReader reader</c>.</param>
/// <param name="Modifiers">Of the methods that read: <c>private static</c>.</param>
/// <param name="Null">The condition that is true on null, which is then read.</param>
/// <param name="NoList">The condition that is true when no list begins.</param>
/// <param name="NoMap">The condition that is true when no map begins.</param>
/// <param name="EachItem">The head of the loop over the items of a list.</param>
/// <param name="EachMember">The head of the loop over the members of a map.</param>
/// <param name="ReadKey">The condition that is false when the key of a member, as a string, cannot be read.</param>
/// <param name="Key">The local of that key.</param>
/// <param name="Count">How many items a list announces; empty when it does not.</param>
/// <param name="Index">Which item is read, where the loop counts; null where the list that is filled tells.</param>
/// <param name="Leave">The statement behind the last item or member; null when there is none.</param>
/// <param name="Locals">Names that no local for a member may have.</param>
internal sealed record ReaderWords(
    string Parameter, string Modifiers, string Null, string NoList, string NoMap, string EachItem, string EachMember, string ReadKey, string Key, string Count, string? Index, string? Leave, string[] Locals);
