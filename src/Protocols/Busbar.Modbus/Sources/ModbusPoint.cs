namespace Busbar.Modbus;

/// <summary>One quantity of a device: where it is, what it holds, and the series its values belong to.</summary>
public sealed record ModbusPoint
{
    /// <summary>The field's name; not empty.</summary>
    public required string Field { get; init; }

    /// <summary>The table it is in.</summary>
    public required ModbusTable Table { get; init; }

    /// <summary>The address of its bit or its first register as the protocol counts, from 0 to 65,535.</summary>
    public required int Address { get; init; }

    /// <summary>What it holds.</summary>
    public RegisterType Type { get; init; }

    /// <summary>How a value of several registers is laid out.</summary>
    public RegisterOrder Order { get; init; }

    /// <summary>The bit of a register that a <see cref="RegisterType.Boolean"/> is, or that a field of <see cref="Bits"/> begins at, 0 (the lowest) to 15.</summary>
    public int Bit { get; init; }

    /// <summary>How many bits of a <see cref="RegisterType.UInt16"/> are the number, from <see cref="Bit"/> up; 0 for the whole register.</summary>
    public int Bits { get; init; }

    /// <summary>
    /// What the raw number is multiplied by; finite, not 0. Anything but 1 makes the value a double. Where its reciprocal is whole the
    /// raw number is divided by that: 3 at a scale of 0.1 reads 0.3, not 0.30000000000000004.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>Tags of its series beside those of the source.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>The engineering unit as it is to be shown, for example <c>kW</c>; null when there is none.</summary>
    public string? EngineeringUnit { get; init; }

    /// <summary>The smallest meaningful step; unless given, the scale's size for a whole number and unknown for the others.</summary>
    public double? Resolution { get; init; }

    /// <summary>Labels of the states 0, 1, 2 …; null when the value is a quantity.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>What the quantity is, in a sentence.</summary>
    public string? Description { get; init; }

    internal bool IsBit => Table is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    internal RegisterType ActualType => Type != RegisterType.Unspecified ? Type : IsBit ? RegisterType.Boolean : RegisterType.UInt16;

    /// <summary>Addresses it takes.</summary>
    internal int Count => ActualType switch
    {
        RegisterType.Int32 or RegisterType.UInt32 or RegisterType.Float32 => 2,
        RegisterType.Int64 or RegisterType.UInt64 or RegisterType.Float64 => 4,
        _ => 1,
    };

    internal int End => Address + Count;

    internal double? ActualResolution =>
        Resolution ?? (ActualType is RegisterType.Boolean or RegisterType.Float32 or RegisterType.Float64 ? null : Math.Abs(Scale));

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Field, "point.Field");
        if (!Enum.IsDefined(Table) || !Enum.IsDefined(Type) || !Enum.IsDefined(Order))
            throw Wrong("its table, type or order is none that exists");
        if (Address < 0 || End > ModbusLimits.AddressCount)
            throw Wrong($"addresses are 0 to 65535 and it takes {Count} from {Address}");
        if (IsBit && ActualType != RegisterType.Boolean)
            throw Wrong($"{Table} hold booleans, not {Type}");
        if (Bit is < 0 or > 15 || (IsBit && Bit != 0))
            throw Wrong($"the bit must be 0 to 15, and 0 where the table holds bits; it is {Bit}");
        if (Bits != 0 && (ActualType != RegisterType.UInt16 || Bits < 0 || Bit + Bits > 16))
            throw Wrong($"a field of bits is in one unsigned register and ends in it; it has {Bits} from {Bit}");
        if (!double.IsFinite(Scale) || Scale == 0 || (ActualType == RegisterType.Boolean && Scale != 1))
            throw Wrong(FormattableString.Invariant($"the scale must be finite, not 0, and 1 for a boolean; it is {Scale}"));
    }

    private ArgumentException Wrong(string why) => new($"Point \"{Field}\": {why}.", "points");
}
