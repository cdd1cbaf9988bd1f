namespace Busbar.Modbus;

/// <summary>Which unit serves a unit identifier.</summary>
internal sealed class UnitRouter(UnknownUnitPolicy policy, ServerCounters counters)
{
    private readonly Lock _lock = new();
    private readonly ModbusUnit?[] _units = new ModbusUnit?[256];
    private ModbusUnit? _only; // null unless there is exactly one
    private int _count;

    public bool IgnoresUnknown => policy == UnknownUnitPolicy.Ignore;

    public ModbusUnit Add(int number, ModbusUnitOptions options, ModbusServerOptions server)
    {
        if ((uint)number > byte.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(number), number, "The unit identifier must be 0 to 255.");

        var unit = new ModbusUnit(number, options, server, counters);
        lock (_lock)
        {
            if (_units[number] is not null)
                throw new InvalidOperationException($"Unit {number} was added before.");
            Volatile.Write(ref _units[number], unit);
            Volatile.Write(ref _only, ++_count == 1 ? unit : null);
        }

        return unit;
    }

    /// <returns>Null when no unit serves it.</returns>
    [HotPath]
    public ModbusUnit? Find(byte number) => Volatile.Read(ref _units[number]) ?? FindOnly(number);

    /// <summary>The same on a serial line, where units share the line and none speaks for another unless it was told to.</summary>
    /// <returns>Null when no unit serves it.</returns>
    [HotPath]
    public ModbusUnit? FindOnLine(byte number) =>
        At(number) ?? (policy == UnknownUnitPolicy.ServeByOnlyUnit ? Volatile.Read(ref _only) : null);

    /// <returns>Null when no unit has that number.</returns>
    public ModbusUnit? At(byte number) => Volatile.Read(ref _units[number]);

    private ModbusUnit? FindOnly(byte number) =>
        policy == UnknownUnitPolicy.ServeByOnlyUnit || number is 0 or byte.MaxValue ? Volatile.Read(ref _only) : null;
}
