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

    /// <summary>Memory of the user's own that the coils are to be, <c>bool[]</c> or packed octets, whose size is theirs then; the unit's own when null. See <see cref="BitMemory"/> for who may touch it.</summary>
    public BitMemory? CoilMemory { get; set; }

    /// <summary>The same for the discrete inputs.</summary>
    public BitMemory? DiscreteInputMemory { get; set; }

    /// <summary>Memory of the user's own that the input registers are to be, <c>ushort[]</c> or octets as they travel, whose size is theirs then; the unit's own when null. See <see cref="RegisterMemory"/> for who may touch it.</summary>
    public RegisterMemory? InputRegisterMemory { get; set; }

    /// <summary>The same for the holding registers.</summary>
    public RegisterMemory? HoldingRegisterMemory { get; set; }

    internal ModbusUnitOptions Validated()
    {
        Check(Coils, nameof(Coils));
        Check(DiscreteInputs, nameof(DiscreteInputs));
        Check(InputRegisters, nameof(InputRegisters));
        Check(HoldingRegisters, nameof(HoldingRegisters));
        Check(CoilMemory?.Count ?? 0, nameof(CoilMemory));
        Check(DiscreteInputMemory?.Count ?? 0, nameof(DiscreteInputMemory));
        Check(InputRegisterMemory?.Count ?? 0, nameof(InputRegisterMemory));
        Check(HoldingRegisterMemory?.Count ?? 0, nameof(HoldingRegisterMemory));
        return this with { };
    }

    private static void Check(int count, string name)
    {
        if (count is < 0 or > ModbusLimits.AddressCount)
            throw new ArgumentOutOfRangeException(name, count, $"{name} must have 0 to 65536 addresses.");
    }
}
