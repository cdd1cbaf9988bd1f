using BenchmarkDotNet.Attributes;
using Busbar.WebSockets;

namespace Busbar.Benchmarks.WebSockets;

/// <summary>A payload unmasked into another buffer: by vectors, octet by octet.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("WebSockets")]
public class WebSocketMaskBenchmarks
{
    private readonly byte[] _key = new byte[4];
    private byte[] _source = [];
    private byte[] _destination = [];
    private uint _maskingKey;

    [Params(64, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Random random = Inputs.Random();
        _source = new byte[Size];
        _destination = new byte[Size];
        random.NextBytes(_source);
        random.NextBytes(_key);
        _maskingKey = BitConverter.ToUInt32(_key);
    }

    [Benchmark(Baseline = true)]
    public byte ByteLoop()
    {
        byte[] source = _source;
        byte[] destination = _destination;
        byte[] key = _key;
        for (int i = 0; i < source.Length && i < destination.Length; i++)
            destination[i] = (byte)(source[i] ^ key[i & 3]);
        return destination[^1];
    }

    [Benchmark]
    public byte Vectors()
    {
        WebSocketMask.Apply(_source, _destination, _maskingKey);
        return _destination[^1];
    }
}
