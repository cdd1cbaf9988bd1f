using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Busbar.Benchmarks.Core;

/// <summary>Numbers as UTF-8: decimals of two places as the field sends them, doubles of all their digits, float32 of two places, integers.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Core")]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class Utf8NumberBenchmarks
{
    private const int Operations = 4096;
    private readonly byte[] _destination = new byte[Utf8Number.MaxLength];
    private double[] _decimals = [];
    private double[] _doubles = [];
    private float[] _singles = [];
    private long[] _integers = [];

    [GlobalSetup]
    public void Setup()
    {
        Random random = Inputs.Random();
        _decimals = [.. Enumerable.Range(0, Operations).Select(_ => random.Next(-100_000, 10_000_000) / 100d)];
        _doubles = [.. Enumerable.Range(0, Operations).Select(_ => (random.NextDouble() - 0.1) * 1e5)];
        _singles = [.. Enumerable.Range(0, Operations).Select(_ => random.Next(-100_000, 1_000_000) / 100f)];
        _integers = [.. Enumerable.Range(0, Operations).Select(_ => random.NextInt64(-1_000, 1L << random.Next(10, 60)))];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Decimal")]
    public int DecimalTryFormat() => Format(_decimals);

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Decimal")]
    public int DecimalUtf8Number() => Utf8(_decimals);

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Double")]
    public int DoubleTryFormat() => Format(_doubles);

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Double")]
    public int DoubleUtf8Number() => Utf8(_doubles);

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Single")]
    public int SingleTryFormat()
    {
        int sum = 0;
        foreach (float value in _singles)
        {
            value.TryFormat(_destination, out int written, default, CultureInfo.InvariantCulture);
            sum += written;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Single")]
    public int SingleUtf8Number()
    {
        int sum = 0;
        foreach (float value in _singles)
        {
            Utf8Number.TryFormat(value, _destination, out int written);
            sum += written;
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory("Integer")]
    public int IntegerTryFormat()
    {
        int sum = 0;
        foreach (long value in _integers)
        {
            value.TryFormat(_destination, out int written, default, CultureInfo.InvariantCulture);
            sum += written;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("Integer")]
    public int IntegerUtf8Number()
    {
        int sum = 0;
        foreach (long value in _integers)
        {
            Utf8Number.TryFormat(value, _destination, out int written);
            sum += written;
        }

        return sum;
    }

    private int Format(double[] values)
    {
        int sum = 0;
        foreach (double value in values)
        {
            value.TryFormat(_destination, out int written, default, CultureInfo.InvariantCulture);
            sum += written;
        }

        return sum;
    }

    private int Utf8(double[] values)
    {
        int sum = 0;
        foreach (double value in values)
        {
            Utf8Number.TryFormat(value, _destination, out int written);
            sum += written;
        }

        return sum;
    }
}
