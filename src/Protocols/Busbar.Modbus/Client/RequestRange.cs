using System.Runtime.CompilerServices;

namespace Busbar.Modbus;

/// <summary>The ranges that a caller's numbers must lie in, checked before anything is sent.</summary>
internal static class RequestRange
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int unit, int address, int count, int limit)
    {
        if ((uint)unit > byte.MaxValue || (uint)address > ushort.MaxValue || (uint)(count - 1) >= (uint)limit || address + count > ModbusLimits.AddressCount)
            Throw(unit, address, count, limit);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int unit, int address, int count, int limit)
    {
        if ((uint)unit > byte.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit identifier must be 0 to 255.");
        if ((uint)address > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(address), address, "The address must be 0 to 65535.");
        if ((uint)(count - 1) >= (uint)limit)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The count must be 1 to {limit} for this function.");
        throw new ArgumentOutOfRangeException(nameof(count), count, $"From address {address} the count must be 1 to {ModbusLimits.AddressCount - address}: addresses end at 65535.");
    }
}
