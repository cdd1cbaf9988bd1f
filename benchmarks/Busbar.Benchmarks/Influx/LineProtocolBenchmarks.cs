using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Busbar.Influx;

namespace Busbar.Benchmarks.Influx;

/// <summary>One sample as one line with two tags, into a buffer of octets: the heads of lines kept with the series, beside text put together each time.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Influx")]
public class LineProtocolBenchmarks
{
    private const int Operations = 1024;
    private readonly LineProtocol _protocol = new();
    private readonly ArrayBufferWriter<byte> _output = new(256 * 1024);
    private readonly StringBuilder _builder = new(256);
    private Sample[] _samples = [];

    /// <summary>Doubles of two decimals, or float32 as meters send them.</summary>
    [Params(SampleKind.Double, SampleKind.Single)]
    public SampleKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _samples = Inputs.Samples(Operations, Inputs.Series(64, new SeriesRegistry()));
        if (Kind == SampleKind.Single)
            _samples = [.. _samples.Select(sample => Sample.Received(sample.Series, SampleKind.Single, BitConverter.SingleToUInt32Bits((float)sample.AsDouble()), sample.SourceTimeNanoseconds))];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int Interpolation()
    {
        _output.ResetWrittenCount();
        foreach (ref readonly Sample sample in _samples.AsSpan())
        {
            SeriesGroup group = sample.Series.Group;
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Measurement},{group.Tags[0].Key}={group.Tags[0].Value},{group.Tags[1].Key}={group.Tags[1].Value} {sample.Series.FieldName}={Value(in sample)} {sample.SourceTimeNanoseconds}\n");
            Encoding.UTF8.GetBytes(line, _output);
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int OneStringBuilder()
    {
        _output.ResetWrittenCount();
        foreach (ref readonly Sample sample in _samples.AsSpan())
        {
            _builder.Clear().Append(sample.Series.Group.Measurement);
            foreach (Tag tag in sample.Series.Group.Tags)
                _builder.Append(',').Append(tag.Key).Append('=').Append(tag.Value);
            _builder.Append(' ').Append(sample.Series.FieldName).Append('=').Append(CultureInfo.InvariantCulture, $"{Value(in sample)}")
                .Append(' ').Append(sample.SourceTimeNanoseconds).Append('\n');
            foreach (ReadOnlyMemory<char> chunk in _builder.GetChunks())
                Encoding.UTF8.GetBytes(chunk.Span, _output);
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int LineProtocol()
    {
        _output.ResetWrittenCount();
        _protocol.Write(_samples, _output);
        return _output.WrittenCount;
    }

    // A float32 widened would print digits that nobody measured.
    private static object Value(in Sample sample) => sample.Kind == SampleKind.Single ? sample.AsSingle() : sample.AsDouble();
}
