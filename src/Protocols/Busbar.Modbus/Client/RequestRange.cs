using System.Numerics;
using System.Runtime.CompilerServices;

namespace Busbar.Modbus;

/// <summary>The ranges that a caller's numbers must lie in, checked before anything is sent.</summary>
internal static class RequestRange
{
    /// <summary>Registers that one group of a read of files may ask for: 245 octets, 2 of which are the group's own.</summary>
    public const int MaxFileRead = (ModbusLimits.MaxFileReadOctets - ReadFileRecordResponse.GroupHeaderLength) / 2;

    /// <summary>Registers that one group of a write of files may have: 251 octets, 7 of which are the group's own.</summary>
    public const int MaxFileWrite = (ModbusLimits.MaxFileWriteOctets - FileGroup.Length) / 2;

    /// <summary>Whether the two octets behind the function code are an address.</summary>
    public static bool HasAddress(FunctionCode function) => function is
        (>= FunctionCode.ReadCoils and <= FunctionCode.WriteSingleRegister) or FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters
        or FunctionCode.MaskWriteRegister or FunctionCode.ReadWriteMultipleRegisters or FunctionCode.ReadFifoQueue;

    /// <summary>" at 100" for messages; nothing for a function without addresses.</summary>
    public static string At(FunctionCode function, int address) =>
        HasAddress(function) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" at {address}") : "";

    public static void CheckUnit(int unit)
    {
        if ((uint)unit > byte.MaxValue)
            Throw(unit, 0, 1, 1);
    }

    public static void CheckLength(int length, int least, int most, string name)
    {
        if (length < least || length > most)
            throw new ArgumentOutOfRangeException(name, length, most == int.MaxValue ? $"There must be room for at least {least}." : $"The length must be {least} to {most}.");
    }

    /// <summary>The function that reads an address's registers.</summary>
    public static FunctionCode RegistersOf(ModbusAddress address) => address.Table switch
    {
        ModbusTable.HoldingRegisters => FunctionCode.ReadHoldingRegisters,
        ModbusTable.InputRegisters => FunctionCode.ReadInputRegisters,
        _ => throw new ArgumentOutOfRangeException(nameof(address), address, "The table must be one of registers."),
    };

    /// <summary>How many registers so many values take; more than any request when they are more.</summary>
    public static int CountOf<T>(int values)
        where T : unmanaged, IBinaryNumber<T> =>
        Math.Min(values, ModbusLimits.MaxReadRegisters + 1) * RegisterValue.CountOf<T>();

    public static void CheckWritable(ModbusAddress address)
    {
        if (address.Table != ModbusTable.HoldingRegisters)
            throw new ArgumentOutOfRangeException(nameof(address), address, "The table must be that of holding registers.");
    }

    public static void CheckBit(ModbusAddress address, int bit)
    {
        int last = address.IsBit ? 0 : 15;
        if (bit < 0 || bit > last)
            throw new ArgumentOutOfRangeException(nameof(bit), bit, $"In this table the bit must be 0 to {last}.");
    }

    public static FileRecordRange FileRecord(int file, int record, int count, int limit)
    {
        if (file is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(file), file, "The number of a file must be 1 to 65535.");
        if (record is < 0 or > ModbusLimits.MaxRecordNumber)
            throw new ArgumentOutOfRangeException(nameof(record), record, $"The number of a record must be 0 to {ModbusLimits.MaxRecordNumber}.");
        if (count < 1 || count > limit)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The count must be 1 to {limit} for this function.");
        return new FileRecordRange((ushort)file, (ushort)record, (ushort)count);
    }

    public static void CheckFileRead(ReadOnlySpan<FileRecordRange> groups)
    {
        int octets = 0;
        foreach (FileRecordRange group in groups)
        {
            FileRecord(group.File, group.Record, group.Length, MaxFileRead);
            octets += ReadFileRecordResponse.GroupHeaderLength + (2 * group.Length);
        }

        if (groups.Length is 0 or > ModbusLimits.MaxFileReadOctets / FileGroup.Length || octets > ModbusLimits.MaxFileReadOctets)
            throw new ArgumentOutOfRangeException(nameof(groups), groups.Length, "There must be 1 to 35 groups, whose answer has at most 245 octets.");
    }

    public static void CheckFileWrite(ReadOnlySpan<FileRecordRange> groups, int values)
    {
        int octets = 0;
        int registers = 0;
        foreach (FileRecordRange group in groups)
        {
            FileRecord(group.File, group.Record, group.Length, MaxFileWrite);
            octets += FileGroup.Length + (2 * group.Length);
            registers += group.Length;
        }

        if (groups.IsEmpty || octets > ModbusLimits.MaxFileWriteOctets)
            throw new ArgumentOutOfRangeException(nameof(groups), groups.Length, "There must be at least one group, and their request has at most 251 octets.");
        if (registers != values)
            throw new ArgumentOutOfRangeException(nameof(values), values, $"The groups have {registers} registers.");
    }

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
