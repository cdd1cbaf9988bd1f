namespace Busbar.Tool.Plant;

/// <summary>A seeded value that wanders and is drawn back to its mean (an Ornstein-Uhlenbeck process).</summary>
internal sealed class MeanReverting(Random random, double mean, double deviation, double timeConstant)
{
    public double Value { get; private set; } = mean;

    public double Mean { get; set; } = mean;

    public double Step(double seconds)
    {
        double kept = Math.Exp(-seconds / timeConstant);
        double step = deviation * Math.Sqrt(1 - (kept * kept)) * NextGaussian(random);
        Value = Mean + ((Value - Mean) * kept) + step;
        return Value;
    }

    private static double NextGaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
