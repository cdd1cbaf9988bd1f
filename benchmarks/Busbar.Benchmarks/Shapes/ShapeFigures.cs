namespace Busbar.Benchmarks.Shapes;

/// <summary>Nanoseconds for one operation, the least of all slices.</summary>
internal readonly record struct ShapeFigures(double Ours, double ByHand)
{
    public double Ratio => Ours / ByHand;
}
