namespace Busbar.Modbus;

/// <summary>How a source reads. Copied and checked when the source is made.</summary>
public sealed record ModbusSourceOptions
{
    /// <summary>
    /// Registers nobody asked for that are read along to save a request. A device that refuses them is asked in parts from then on.
    /// 0 to 124, default 16.
    /// </summary>
    public int MaxRegisterGap { get; set; } = 16;

    /// <summary>Bits nobody asked for that are read along to save a request. 0 to 1,999, default 256.</summary>
    public int MaxBitGap { get; set; } = 256;

    /// <summary>Registers in one read; some devices bear fewer than the specification allows. 4 to 125, default 125.</summary>
    public int MaxRegistersPerRead { get; set; } = ModbusLimits.MaxReadRegisters;

    /// <summary>Bits in one read. 1 to 2,000, default 2,000.</summary>
    public int MaxBitsPerRead { get; set; } = ModbusLimits.MaxReadBits;

    /// <summary>How often a bad quality is said again while it lasts. Greater than zero, default 1 minute.</summary>
    public TimeSpan RepeatBadQuality { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Tags of all series.</summary>
    public IReadOnlyList<Tag> Tags { get; set; } = [];

    /// <summary>Where the series are interned.</summary>
    public SeriesRegistry Registry { get; set; } = SeriesRegistry.Default;

    internal ModbusSourceOptions Validated()
    {
        Check(MaxRegisterGap, 0, ModbusLimits.MaxReadRegisters - 1, nameof(MaxRegisterGap));
        Check(MaxBitGap, 0, ModbusLimits.MaxReadBits - 1, nameof(MaxBitGap));
        Check(MaxRegistersPerRead, 4, ModbusLimits.MaxReadRegisters, nameof(MaxRegistersPerRead));
        Check(MaxBitsPerRead, 1, ModbusLimits.MaxReadBits, nameof(MaxBitsPerRead));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RepeatBadQuality, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(Tags);
        ArgumentNullException.ThrowIfNull(Registry);
        return this with { Tags = [.. Tags] };
    }

    private static void Check(int value, int lowest, int highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {lowest} to {highest}.");
    }
}
