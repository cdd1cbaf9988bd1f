using System.Diagnostics;

namespace Busbar.Benchmarks.Shapes;

/// <summary>
/// Measures two things in turn, in slices so short that most are not interrupted, and takes the least of each: what the work costs
/// when nobody else has the core. On a machine that others use, means and medians say more of the others than of the work.
/// </summary>
internal static class ShapeMeter
{
    private const int Rounds = 4_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4); // the compiler counts calls, then waits, then compiles anew, which takes its time where others have the cores

    public static ShapeFigures Measure(Shape shape)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            shape.Ours();
            shape.ByHand();
        }

        long ours = long.MaxValue;
        long byHand = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            ours = Math.Min(ours, TicksOf(shape.Ours));
            byHand = Math.Min(byHand, TicksOf(shape.ByHand));
        }

        return new ShapeFigures(Nanoseconds(ours, shape.Operations), Nanoseconds(byHand, shape.Operations));
    }

    private static long TicksOf(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetTimestamp() - start;
    }

    private static double Nanoseconds(long ticks, int operations) => ticks * 1e9 / Stopwatch.Frequency / operations;
}
