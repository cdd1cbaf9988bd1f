namespace Busbar.Generators.Models;

/// <summary>One read of a register map.</summary>
/// <param name="Table">Where from.</param>
/// <param name="Address">The first address.</param>
/// <param name="Count">How many from there.</param>
internal sealed record ReadModel(MapTable Table, int Address, int Count)
{
    public bool IsBits => Table is MapTable.Coils or MapTable.DiscreteInputs;

    public int End => Address + Count;

    public bool Brings(RegisterModel register) => register.Table == Table && register.Address >= Address && register.End <= End;
}
