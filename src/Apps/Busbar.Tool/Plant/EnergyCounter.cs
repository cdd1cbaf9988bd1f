namespace Busbar.Tool.Plant;

/// <summary>Integrates power over time; never runs backwards.</summary>
internal sealed class EnergyCounter(double startWattHours)
{
    private double _wattHours = startWattHours;

    /// <summary>Whole watt-hours.</summary>
    public ulong WattHours => (ulong)_wattHours;

    public void Add(double kilowatts, double seconds) => _wattHours += Math.Max(kilowatts, 0) * seconds / 3.6;
}
