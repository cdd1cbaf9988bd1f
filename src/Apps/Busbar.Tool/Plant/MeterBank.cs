namespace Busbar.Tool.Plant;

/// <summary>
/// Any number of single-phase meters behind the feeders, each with four points: voltage, current, power and energy, with
/// P = U · I · cos φ. Made to be many: a step costs a few nanoseconds a meter and every value changes.
/// </summary>
internal sealed class MeterBank
{
    public const int PointsOfMeter = 4;
    private const double PowerFactor = 0.96;

    private readonly double[] _phase;
    private readonly double[] _meanCurrent;
    private readonly double[] _energy;
    private readonly float[] _values;
    private double _time;

    public MeterBank(int points, int seed)
    {
        var random = new Random(seed ^ 0x5EED);
        int meters = (points + PointsOfMeter - 1) / PointsOfMeter;
        _phase = [.. Enumerable.Range(0, meters).Select(_ => random.NextDouble() * 2 * Math.PI)];
        _meanCurrent = [.. Enumerable.Range(0, meters).Select(_ => 4 + (random.NextDouble() * 40))];
        _energy = [.. Enumerable.Range(0, meters).Select(_ => random.NextDouble() * 50_000)];
        _values = new float[meters * PointsOfMeter];
        Points = points;
    }

    public int Points { get; }

    /// <summary>Voltage (V), current (A), active power (kW) and energy (kWh) of each meter in turn.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Points);

    /// <param name="seconds">Time step.</param>
    /// <param name="busbarVoltage">kV; 20.4 makes 230 V at the meters.</param>
    public void Step(double seconds, double busbarVoltage)
    {
        _time += seconds;
        for (int meter = 0; meter < _phase.Length; meter++)
        {
            double swing = Math.Sin((_time * 0.7) + _phase[meter]);
            double voltage = 230 * busbarVoltage / 20.4 * (1 + (0.004 * swing));
            double current = _meanCurrent[meter] * (1 + (0.25 * Math.Sin((_time * 0.05) + (3 * _phase[meter]))) + (0.02 * swing));
            double power = voltage * current * PowerFactor / 1000;
            _energy[meter] += power * seconds / 3600;

            Span<float> values = _values.AsSpan(meter * PointsOfMeter, PointsOfMeter);
            values[0] = (float)voltage;
            values[1] = (float)current;
            values[2] = (float)power;
            values[3] = (float)_energy[meter];
        }
    }
}
