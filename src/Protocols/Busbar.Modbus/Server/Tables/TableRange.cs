using System.Runtime.CompilerServices;

namespace Busbar.Modbus;

/// <summary>The range that the user's addresses must lie in.</summary>
internal static class TableRange
{
    public static bool Contains(int address, int count, int tableCount) => address >= 0 && address <= tableCount - count; // no sum that could wrap

    public static void Check(int address, int count, int tableCount)
    {
        if (!Contains(address, count, tableCount))
            Throw(address, count, tableCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int address, int count, int tableCount) =>
        throw new ArgumentOutOfRangeException(
            nameof(address), address, $"{count} from address {address} are not all inside the table, whose addresses are 0 to {tableCount - 1}.");
}
