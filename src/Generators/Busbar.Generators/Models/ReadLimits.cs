namespace Busbar.Generators.Models;

/// <summary>What a register map allows its reads.</summary>
internal sealed record ReadLimits(int MaxRegisterGap = 16, int MaxBitGap = 256, int MaxRegistersPerRead = 125, int MaxBitsPerRead = 2000)
{
    public const int MaxWriteRegisters = 123;
    public const int MaxWriteCoils = 1968;

    public int LimitOf(MapTable table) => table is MapTable.Coils or MapTable.DiscreteInputs ? MaxBitsPerRead : MaxRegistersPerRead;

    public int GapOf(MapTable table) => table is MapTable.Coils or MapTable.DiscreteInputs ? MaxBitGap : MaxRegisterGap;
}
