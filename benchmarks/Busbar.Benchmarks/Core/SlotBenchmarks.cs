using BenchmarkDotNet.Attributes;

namespace Busbar.Benchmarks.Core;

/// <summary>What a sink pays to find its own encoding of a series: from a slot of the series, or from a table beside it.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Core")]
public class SlotBenchmarks
{
    private const int Operations = 4096;
    private readonly Slot<Encoded> _slot = new();
    private readonly Dictionary<Series, Encoded> _dictionary = [];
    private Series[] _picks = [];

    [GlobalSetup]
    public void Setup()
    {
        Series[] series = Inputs.Series(64, new SeriesRegistry());
        foreach (Series one in series)
        {
            var encoded = new Encoded(one.Name.Length);
            one.Set(_slot, encoded);
            _dictionary.Add(one, encoded);
        }

        _picks = Inputs.Picks(Operations, series);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int Dictionary()
    {
        int sum = 0;
        foreach (Series series in _picks)
            sum += _dictionary[series].Length;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Slot()
    {
        int sum = 0;
        foreach (Series series in _picks)
            sum += series.Get(_slot)!.Length;
        return sum;
    }

    /// <summary>The loop and the picks alone: what the two others pay besides looking something up.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int NothingLookedUp()
    {
        int sum = 0;
        foreach (Series series in _picks)
            sum += series.Index;
        return sum;
    }

    private sealed class Encoded(int length)
    {
        public int Length { get; } = length;
    }
}
