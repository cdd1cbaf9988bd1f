namespace Busbar.Generators.Models;

/// <summary>The type of a property of a register map, or of an array's elements.</summary>
/// <param name="Name">As generated code names it.</param>
/// <param name="Number">The number it is, or that an enumeration stands for: <c>ushort</c>; for anything else its name.</param>
/// <param name="IsEnum">Whether it must be cast.</param>
internal sealed record ValueType(string Name, string Number, bool IsEnum)
{
    public bool IsFloating => Number is "float" or "double";

    public bool IsDecimal => Number is "decimal";
}
