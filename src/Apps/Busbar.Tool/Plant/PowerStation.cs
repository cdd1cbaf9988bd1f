namespace Busbar.Tool.Plant;

/// <summary>
/// A small hydro power station: a generator and three feeders on a 20 kV busbar, a transformer with a tap changer to the grid. What
/// flows into the busbar flows out of it. The same seed and the same steps give the same run.
/// </summary>
internal sealed class PowerStation
{
    private const double LongestStep = 0.1;

    private readonly MeanReverting _frequency;
    private readonly MeanReverting _ambient;
    private readonly MeanReverting _inflow;

    public PowerStation(int seed)
    {
        var random = new Random(seed);
        _frequency = new MeanReverting(random, 50, 0.018, 25);
        _ambient = new MeanReverting(random, 14, 1.5, 3600);
        _inflow = new MeanReverting(random, 21.5, 0.8, 1800);
        Generator = new Generator(random, ratedPower: 12_000, setpoint: 8_500);
        Transformer = new Transformer(random, ratedPower: 16_000);
        Feeders =
        [
            new Feeder(random, meanPower: 2_600, powerFactor: 0.94, startEnergy: 911_400_250),
            new Feeder(random, meanPower: 1_750, powerFactor: 0.91, startEnergy: 640_118_900),
            new Feeder(random, meanPower: 900, powerFactor: 0.97, startEnergy: 222_704_110),
        ];
        Step(LongestStep);
    }

    public Generator Generator { get; }

    public Transformer Transformer { get; }

    public IReadOnlyList<Feeder> Feeders { get; }

    /// <summary>Line to line, kV; what generator and feeders saw in this step.</summary>
    public double BusbarVoltage { get; private set; }

    /// <summary>Hz.</summary>
    public double Frequency => _frequency.Value;

    /// <summary>°C.</summary>
    public double AmbientTemperature => _ambient.Value;

    /// <summary>Above the intake's sill, m.</summary>
    public double ReservoirLevel { get; private set; } = 6.4;

    /// <summary>m³/s.</summary>
    public double Inflow => _inflow.Value;

    /// <summary>m³/s; 100 m of head at 90 %.</summary>
    public double TurbineFlow => Generator.Output.Power / (9.81 * 100 * 0.9) + (Generator.Breaker.Closed ? 0 : 0.4);

    /// <summary>kW for the station itself.</summary>
    public double StationService => 85;

    /// <summary>Moves the plant on. Long spans are cut into steps of 0.1 s, so that nothing overshoots.</summary>
    public void Step(double seconds)
    {
        while (seconds > 0)
        {
            double step = Math.Min(seconds, LongestStep);
            StepOnce(step);
            seconds -= step;
        }
    }

    private void StepOnce(double seconds)
    {
        _frequency.Step(seconds);
        _ambient.Step(seconds);
        _inflow.Step(seconds);

        BusbarVoltage = Transformer.LowVoltage;
        Generator.Step(seconds, BusbarVoltage, Frequency, AmbientTemperature);
        double consumed = StationService;
        foreach (Feeder feeder in Feeders)
        {
            feeder.Step(seconds, BusbarVoltage);
            consumed += feeder.Output.Power;
        }

        Transformer.Step(seconds, Generator.Output.Power - consumed, AmbientTemperature);
        ReservoirLevel = Math.Clamp(ReservoirLevel + ((Inflow - TurbineFlow) * seconds / 180_000), 2, 9);
    }
}
