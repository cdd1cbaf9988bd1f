using BenchmarkDotNet.Attributes;

namespace Busbar.Benchmarks.Core;

/// <summary>The live value of each of a thousand series: written in batches of 64, read one by one, and looked through for changes.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Core")]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
public class SampleTableBenchmarks
{
    private const int Operations = 1024;
    private const int Batch = 64;
    private readonly Lock _lock = new();
    private readonly Dictionary<Series, Sample> _dictionary = [];
    private readonly Sample[] _changed = new Sample[Operations];
    private SampleTable _table = null!;
    private Series[] _picks = [];
    private Sample[] _samples = [];

    [GlobalSetup]
    public void Setup()
    {
        var registry = new SeriesRegistry();
        Series[] series = Inputs.Series(Operations, registry);
        _table = new SampleTable(registry);
        _samples = Inputs.Samples(Operations, series);
        _picks = Inputs.Picks(Operations, series);
        foreach (Series one in series)
        {
            var sample = Sample.Received(one, SampleKind.Int64, 1, 0);
            _table.Write([sample]);
            _dictionary[one] = sample;
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Write")]
    public void WriteDictionaryUnderALock()
    {
        for (int i = 0; i < Operations; i += Batch)
        {
            lock (_lock)
            {
                foreach (ref readonly Sample sample in _samples.AsSpan(i, Batch))
                    _dictionary[sample.Series] = sample;
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Write")]
    public void WriteTable()
    {
        for (int i = 0; i < Operations; i += Batch)
            _table.Write(_samples.AsSpan(i, Batch));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Read")]
    public ulong ReadDictionaryUnderALock()
    {
        ulong sum = 0;
        foreach (Series series in _picks)
        {
            lock (_lock)
            {
                if (_dictionary.TryGetValue(series, out Sample sample))
                    sum += sample.Bits;
            }
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Read")]
    public ulong ReadTable()
    {
        ulong sum = 0;
        foreach (Series series in _picks)
        {
            if (_table.TryGet(series, out Sample sample))
                sum += sample.Bits;
        }

        return sum;
    }

    /// <summary>All thousand copied, changed or not: without versions a screen has to; a sample each.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Scan")]
    public void CopyDictionaryUnderALock()
    {
        lock (_lock)
            _dictionary.Values.CopyTo(_changed, 0);
    }

    /// <summary>All thousand changed: a screen's first look; a sample each.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Scan")]
    public int ScanAllChanged()
    {
        int from = 0;
        return _table.CopyChangedSince(0, ref from, _changed);
    }

    /// <summary>None changed: what a screen's look costs in vain; a series each.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Scan")]
    public int ScanNoneChanged()
    {
        int from = 0;
        return _table.CopyChangedSince(_table.Version, ref from, _changed);
    }
}
