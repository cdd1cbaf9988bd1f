namespace Busbar.Tool.Plant;

/// <summary>The transformer between the grid (110 kV) and the station's busbar (20 kV).</summary>
internal sealed class Transformer(Random random, double ratedPower)
{
    private const double Reactance = 0.10; // short-circuit voltage, per unit
    private const double OilTimeConstant = 5400;

    private readonly MeanReverting _gridVoltage = new(random, 112, 1.6, 90);

    public TapChanger TapChanger { get; } = new(setpoint: 20.4);

    /// <summary>kV.</summary>
    public double HighVoltage { get; private set; } = 112;

    /// <summary>kV; the voltage of the busbar.</summary>
    public double LowVoltage { get; private set; } = 20.4;

    /// <summary>°C.</summary>
    public double OilTemperature { get; private set; } = 48;

    /// <summary>What flows from the station to the grid; negative when the station takes.</summary>
    public ThreePhase Exchange { get; private set; }

    /// <param name="seconds">Time step.</param>
    /// <param name="export">From the station to the grid, kW.</param>
    /// <param name="ambient">°C.</param>
    public void Step(double seconds, double export, double ambient)
    {
        HighVoltage = _gridVoltage.Step(seconds);
        double ratio = 20.0 / 110.0 * (1 + (TapChanger.Position * TapChanger.RatioOfStep));
        // Exporting lifts the busbar: the current through the reactance adds a part of its drop in phase.
        LowVoltage = HighVoltage * ratio * (1 + (Reactance * 0.3 * export / ratedPower));
        TapChanger.Step(seconds, LowVoltage);

        Exchange = new ThreePhase(HighVoltage, export, PowerFactor: 0.98);
        double load = Exchange.ApparentPower / ratedPower;
        double heated = ambient + 12 + (45 * load * load);
        OilTemperature += (heated - OilTemperature) * (1 - Math.Exp(-seconds / OilTimeConstant));
    }
}
