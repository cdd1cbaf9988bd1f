namespace Busbar.Benchmarks.Publishing;

/// <summary>What is called.</summary>
public static partial class PublishedFunctionsOfBenchmarks
{
    [Published]
    public static double Addition(double x, double y) => x + y;

    [Published]
    public static double Half() => 0.5;
}
