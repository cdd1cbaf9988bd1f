namespace Busbar.Tool.Plant;

/// <summary>An outgoing feeder: a load that wanders, behind a breaker.</summary>
internal sealed class Feeder(Random random, double meanPower, double powerFactor, double startEnergy)
{
    private readonly MeanReverting _load = new(random, meanPower, meanPower * 0.12, 120);
    private readonly MeanReverting _flicker = new(random, 0, meanPower * 0.01, 1.5);

    public Breaker Breaker { get; } = new(random, closed: true, meanSecondsBetweenTrips: 420);

    public EnergyCounter Energy { get; } = new(startEnergy);

    public ThreePhase Output { get; private set; }

    public void Step(double seconds, double voltage)
    {
        Breaker.Step(seconds);
        double power = Math.Max(_load.Step(seconds) + _flicker.Step(seconds), 0);
        // The measuring transformers stand behind the breaker: open, neither voltage nor current.
        Output = Breaker.Closed ? new ThreePhase(voltage, power, powerFactor) : new ThreePhase(0, 0, powerFactor);
        Energy.Add(Output.Power, seconds);
    }
}
