using System.Buffers;
using System.Reflection;
using System.Text;
using BenchmarkDotNet.Attributes;
using Busbar.MessagePack;

namespace Busbar.Benchmarks.Events;

/// <summary>
/// One event with three MessagePack arguments, from name and payload to the method: by the generated table of 3 and of 100 events, by
/// <see cref="MethodInfo"/>, and by a dictionary of delegates that unpack the boxed arguments. The last two decode with the same reader.
/// The names of a batch are drawn at random: the same two for both tables, or all hundred, where what is called is a guess each time.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Events")]
public class EventBenchmarks
{
    private const int Batch = 256;

    private readonly ThreeEvents _three = new();
    private readonly HundredEvents _hundred = new();
    private readonly byte[][] _namesOfThree = new byte[Batch][];
    private readonly byte[][] _namesInTurn = new byte[Batch][];
    private readonly byte[][] _namesOfHundred = new byte[Batch][];
    private Dictionary<string, MethodInfo> _methods = null!;
    private Dictionary<string, Delegate> _delegates = null!;
    private byte[] _payload = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20240229);
        for (int i = 0; i < Batch; i++)
        {
            _namesOfThree[i] = random.Next(2) == 0 ? "event00"u8.ToArray() : "event42"u8.ToArray();
            _namesInTurn[i] = i % 2 == 0 ? "event00"u8.ToArray() : "event42"u8.ToArray();
            _namesOfHundred[i] = Encoding.UTF8.GetBytes($"event{random.Next(100):00}");
        }

        _methods = _hundred.Methods();
        _delegates = _methods.ToDictionary(method => method.Key, method => (Delegate)method.Value.CreateDelegate<Action<int, double, bool>>(_hundred), StringComparer.Ordinal);
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.WriteInteger(3);
        writer.WriteDouble(41.7);
        writer.WriteBoolean(true);
        writer.Flush();
        _payload = output.WrittenSpan.ToArray();
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfHundredAllNames()
    {
        foreach (byte[] name in _namesOfHundred)
            _hundred.Dispatch(name, _payload);
        return _hundred.Sum;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfHundred()
    {
        foreach (byte[] name in _namesOfThree)
            _hundred.Dispatch(name, _payload);
        return _hundred.Sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public long TableOfThree()
    {
        foreach (byte[] name in _namesOfThree)
            _three.Dispatch(name, _payload);
        return _three.Sum;
    }

    /// <summary>The same name again and again, so that the processor knows every jump: what is left is the table's own.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfHundredOneName()
    {
        byte[] name = _namesOfThree[0];
        for (int i = 0; i < Batch; i++)
            _hundred.Dispatch(name, _payload);
        return _hundred.Sum;
    }

    /// <inheritdoc cref="TableOfHundredOneName"/>
    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfThreeOneName()
    {
        byte[] name = _namesOfThree[0];
        for (int i = 0; i < Batch; i++)
            _three.Dispatch(name, _payload);
        return _three.Sum;
    }

    /// <summary>The same two names in turn, an order that the processor guesses: what a random one takes longer is its wrong guesses.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfHundredInTurn()
    {
        foreach (byte[] name in _namesInTurn)
            _hundred.Dispatch(name, _payload);
        return _hundred.Sum;
    }

    /// <inheritdoc cref="TableOfHundredInTurn"/>
    [Benchmark(OperationsPerInvoke = Batch)]
    public long TableOfThreeInTurn()
    {
        foreach (byte[] name in _namesInTurn)
            _three.Dispatch(name, _payload);
        return _three.Sum;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long DelegateDynamicInvoke()
    {
        foreach (byte[] name in _namesOfThree)
            _delegates[Encoding.UTF8.GetString(name.AsSpan())].DynamicInvoke(Decode());
        return _hundred.Sum;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long MethodInfoInvoke()
    {
        foreach (byte[] name in _namesOfThree)
        {
            MethodInfo method = _methods[Encoding.UTF8.GetString(name.AsSpan())];
            method.Invoke(_hundred, Decode(method.GetParameters()));
        }

        return _hundred.Sum;
    }

    /// <summary>By what stands in the payload.</summary>
    private object[] Decode()
    {
        var reader = new MessagePackReader(_payload);
        reader.TryReadArrayHeader(out int count);
        object[] arguments = new object[count];
        for (int i = 0; i < count; i++)
        {
            reader.TryPeekType(out MessagePackType type);
            arguments[i] = type switch
            {
                MessagePackType.Integer => reader.TryReadInt32(out int number) ? number : 0,
                MessagePackType.Float => reader.TryReadDouble(out double number) ? number : 0d,
                _ => reader.TryReadBoolean(out bool truth) && truth,
            };
        }

        return arguments;
    }

    /// <summary>By the types of the parameters.</summary>
    private object[] Decode(ParameterInfo[] parameters)
    {
        var reader = new MessagePackReader(_payload);
        reader.TryReadArrayHeader(out _);
        object[] arguments = new object[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            if (type == typeof(int))
                arguments[i] = reader.TryReadInt32(out int number) ? number : 0;
            else if (type == typeof(double))
                arguments[i] = reader.TryReadDouble(out double number) ? number : 0d;
            else
                arguments[i] = reader.TryReadBoolean(out bool truth) && truth;
        }

        return arguments;
    }
}
