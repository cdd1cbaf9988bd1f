namespace Busbar.Tool.Plant;

/// <summary>A hydro generator: the governor moves the guide vanes towards the set point, and the power follows the water.</summary>
internal sealed class Generator(Random random, double ratedPower, double setpoint)
{
    private const int PolePairs = 12;
    private const double VaneSpeed = 0.02; // of full stroke a second
    private const double WaterTimeConstant = 1.5;
    private const double WindingTimeConstant = 600;

    private readonly MeanReverting _turbulence = new(random, 0, 0.004, 3);
    private double _hydraulic = setpoint;

    public Breaker Breaker { get; } = new(random, closed: true, meanSecondsBetweenTrips: 3600);

    public EnergyCounter Energy { get; } = new(5_120_345_000);

    /// <summary>What the operator asks for, kW.</summary>
    public double Setpoint { get; set; } = setpoint;

    /// <summary>Opening of the guide vanes, 0 to 1.</summary>
    public double GuideVane { get; private set; } = setpoint / ratedPower;

    /// <summary>Revolutions a minute.</summary>
    public double Speed { get; private set; } = 50 * 60 / PolePairs;

    /// <summary>°C.</summary>
    public double WindingTemperature { get; private set; } = 72;

    public ThreePhase Output { get; private set; }

    public void Step(double seconds, double voltage, double frequency, double ambient)
    {
        Breaker.Step(seconds);
        double wanted = Breaker.Closed ? Math.Clamp(Setpoint, 0, ratedPower) / ratedPower : 0.04; // idling keeps the speed
        GuideVane += Math.Clamp(wanted - GuideVane, -VaneSpeed * seconds, VaneSpeed * seconds);
        _hydraulic += ((GuideVane * ratedPower) - _hydraulic) * (1 - Math.Exp(-seconds / WaterTimeConstant));

        double power = Breaker.Closed ? Math.Max(_hydraulic * (1 + _turbulence.Step(seconds)), 0) : 0;
        double synchronous = frequency * 60 / PolePairs;
        // Off the grid nothing holds the shaft but the governor: it runs up with the water it still gets.
        double speed = Breaker.Closed ? synchronous : synchronous * (1 + (0.3 * _hydraulic / ratedPower));
        Speed += (speed - Speed) * (1 - Math.Exp(-seconds / (Breaker.Closed ? 0.2 : 4)));

        Output = new ThreePhase(voltage, power, PowerFactor: 0.95);
        Energy.Add(power, seconds);
        double load = Output.ApparentPower / ratedPower;
        double heated = ambient + 20 + (55 * load * load);
        WindingTemperature += (heated - WindingTemperature) * (1 - Math.Exp(-seconds / WindingTimeConstant));
    }
}
