namespace Busbar.Tool;

/// <summary>A frame cannot be made from its fields, for want of one.</summary>
internal sealed class AbsentFieldException(string name) : Exception($"The field '{name}' is missing.");
