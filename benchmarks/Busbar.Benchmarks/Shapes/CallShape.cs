using Busbar.Benchmarks.Publishing;

namespace Busbar.Benchmarks.Shapes;

/// <summary>A published function of two numbers, called by name with a JSON object: by its table, and by reflection.</summary>
internal static class CallShape
{
    private const int Operations = 32;

    public static Shape BesideReflection()
    {
        PublishedBenchmarks calls = Make();
        return new Shape("published call, beside reflection", Operations, () => Repeat(calls.ByTable), () => Repeat(calls.ByReflection));
    }

    public static Shape BesideDelegates()
    {
        PublishedBenchmarks calls = Make();
        return new Shape("published call, beside delegates", Operations, () => Repeat(calls.ByTable), () => Repeat(calls.ByDelegates));
    }

    private static void Repeat(Func<int> call)
    {
        for (int i = 0; i < Operations; i++)
            call();
    }

    private static PublishedBenchmarks Make()
    {
        var calls = new PublishedBenchmarks();
        calls.Setup();
        return calls;
    }
}
