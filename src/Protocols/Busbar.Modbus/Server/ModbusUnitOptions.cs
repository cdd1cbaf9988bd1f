namespace Busbar.Modbus;

/// <summary>How large a unit's tables are. A client that asks beyond gets <see cref="ModbusExceptionCode.IllegalDataAddress"/>. Memory follows the highest address touched.</summary>
public sealed record ModbusUnitOptions
{
    /// <summary>Coils, 0 to 65,536; default 65,536.</summary>
    public int Coils { get; set; } = ModbusLimits.AddressCount;

    /// <summary>Discrete inputs, 0 to 65,536; default 65,536.</summary>
    public int DiscreteInputs { get; set; } = ModbusLimits.AddressCount;

    /// <summary>Input registers, 0 to 65,536; default 65,536.</summary>
    public int InputRegisters { get; set; } = ModbusLimits.AddressCount;

    /// <summary>Holding registers, 0 to 65,536; default 65,536.</summary>
    public int HoldingRegisters { get; set; } = ModbusLimits.AddressCount;

    internal ModbusUnitOptions Validated()
    {
        Check(Coils, nameof(Coils));
        Check(DiscreteInputs, nameof(DiscreteInputs));
        Check(InputRegisters, nameof(InputRegisters));
        Check(HoldingRegisters, nameof(HoldingRegisters));
        return this with { };
    }

    private static void Check(int count, string name)
    {
        if (count is < 0 or > ModbusLimits.AddressCount)
            throw new ArgumentOutOfRangeException(name, count, $"{name} must be 0 to 65536.");
    }
}
