namespace Busbar.Modbus;

/// <summary>Requests that a role may make: those that are as all of this says.</summary>
public sealed record ModbusRule
{
    /// <summary>The units that may be asked; all when null.</summary>
    public IReadOnlyCollection<int>? Units { get; init; }

    /// <summary>The functions that may be asked for; all when null.</summary>
    public IReadOnlyCollection<FunctionCode>? Functions { get; init; }

    /// <summary>Whether only reads are meant: nothing that changes anything, diagnostics among it. Default false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The table whose addresses may be named; all tables, and functions without addresses, when null.</summary>
    public ModbusTable? Table { get; init; }

    /// <summary>The first address that may be named, 0 to 65,535. Default 0.</summary>
    public int Address { get; init; }

    /// <summary>How many addresses may be named from there, 1 to 65,536. Default all. A request is meant when it names no others, read or written.</summary>
    public int Count { get; init; } = ModbusLimits.AddressCount;

    private bool IsOfAddresses => Table is not null || Address > 0 || Count < ModbusLimits.AddressCount;

    internal ModbusRule Validated()
    {
        if ((uint)Address > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(Address), Address, "Address must be 0 to 65535.");
        if (Count is < 1 or > ModbusLimits.AddressCount)
            throw new ArgumentOutOfRangeException(nameof(Count), Count, "Count must be 1 to 65536.");
        return this with { Units = Units?.ToArray(), Functions = Functions?.ToArray() };
    }

    internal bool Covers(in ModbusAuthorization request)
    {
        if ((Units is not null && !Units.Contains(request.Unit)) || (Functions is not null && !Functions.Contains(request.Function)) || (ReadOnly && request.IsWrite))
            return false;
        if (!IsOfAddresses)
            return true;
        if (!request.TryGetRange(out ModbusTable table, out int address, out int count) || (Table is { } only && only != table) || !Contains(address, count))
            return false;
        return request.Function != FunctionCode.ReadWriteMultipleRegisters || (request.TryGetWrittenRange(out address, out count) && Contains(address, count));
    }

    private bool Contains(int address, int count) => address >= Address && address + count <= Address + Count;
}
