namespace Busbar.Tool.Plant;

/// <summary>What a plant says of itself in the input registers of <see cref="PlantMap.DescriptionUnit"/>, so that a collector needs nothing but its address.</summary>
/// <param name="MeterPoints">Points of meters beside the station's own.</param>
/// <param name="Rate">Updates a second.</param>
internal readonly record struct PlantDescription(int MeterPoints, double Rate)
{
    /// <summary>Registers it takes.</summary>
    public const int Registers = 6;

    private const ushort Mark0 = 0x4275; // "Bu"
    private const ushort Mark1 = 0x7342; // "sB"
    private const int RateStep = 1000; // the rate counts in thousandths of a hertz

    public void WriteTo(Span<ushort> registers)
    {
        registers[0] = Mark0;
        registers[1] = Mark1;
        registers[2] = (ushort)(MeterPoints >> 16);
        registers[3] = (ushort)MeterPoints;
        uint rate = (uint)Math.Round(Rate * RateStep);
        registers[4] = (ushort)(rate >> 16);
        registers[5] = (ushort)rate;
    }

    /// <summary>Reads it; false when the registers are another server's.</summary>
    public static bool TryRead(ReadOnlySpan<ushort> registers, out PlantDescription description)
    {
        description = default;
        if (registers.Length < Registers || registers[0] != Mark0 || registers[1] != Mark1)
            return false;
        int points = (registers[2] << 16) | registers[3];
        double rate = (((uint)registers[4] << 16) | registers[5]) / (double)RateStep;
        if (points is < 0 or > PlantMap.MaxMeterPoints || rate <= 0)
            return false;
        description = new PlantDescription(points, rate);
        return true;
    }
}
