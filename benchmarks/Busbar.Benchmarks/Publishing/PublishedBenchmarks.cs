using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace Busbar.Benchmarks.Publishing;

/// <summary>
/// A function of two numbers, called by name with a JSON object: through the generated table, by reflection, and through a dictionary of
/// delegates as a program without a generator would have it. What is JSON of it stands by itself.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Published")]
public class PublishedBenchmarks
{
    private const double Result = 3.75;

    private static readonly Dictionary<string, MethodInfo> Methods = new(StringComparer.Ordinal)
    {
        ["addition"] = typeof(PublishedFunctionsOfBenchmarks).GetMethod(nameof(PublishedFunctionsOfBenchmarks.Addition))!,
        ["nothing"] = typeof(PublishedFunctionsOfBenchmarks).GetMethod(nameof(PublishedFunctionsOfBenchmarks.Nothing))!,
    };

    private static readonly Dictionary<string, Delegate> Delegates = new(StringComparer.Ordinal) { ["addition"] = PublishedFunctionsOfBenchmarks.Addition };

    private readonly byte[] _name = "addition"u8.ToArray();
    private readonly byte[] _other = "nothing"u8.ToArray();
    private readonly byte[] _arguments = """{"x":1.5,"y":2.25}"""u8.ToArray();
    private readonly ArrayBufferWriter<byte> _written = new(256);
    private Utf8JsonWriter _writer = null!;

    [GlobalSetup]
    public void Setup() => _writer = new Utf8JsonWriter(_written);

    /// <summary>Arguments by the parameters' names out of a document, boxed; the result boxed and serialized.</summary>
    [Benchmark(Baseline = true)]
    public int ByReflection()
    {
        MethodInfo method = Methods[Encoding.UTF8.GetString(_name.AsSpan())];
        return WriteReflected(method.Invoke(null, Arguments(method)));
    }

    [Benchmark]
    public int ByDelegates()
    {
        Delegate function = Delegates[Encoding.UTF8.GetString(_name.AsSpan())];
        return WriteReflected(function.DynamicInvoke(Arguments(function.Method)));
    }

    [Benchmark]
    public int ByTable()
    {
        Reset();
        IPublishedTable table = PublishedFunctionsOfBenchmarks.Table;
        ValueTask<PublishedOutcome> call = table.InvokeAsync(table.Find(_name)!, new ReadOnlySequence<byte>(_arguments), _writer);
        return End(call.IsCompletedSuccessfully);
    }

    /// <summary>A function that takes and gives nothing, so that hardly anything of it is JSON: the name, the call, <c>null</c>.</summary>
    [Benchmark]
    public int NoJsonByReflection()
    {
        Reset();
        Methods[Encoding.UTF8.GetString(_other.AsSpan())].Invoke(null, null);
        _writer.WriteNullValue();
        return End(isCompleted: true);
    }

    /// <inheritdoc cref="NoJsonByReflection"/>
    [Benchmark]
    public int NoJsonByTable()
    {
        Reset();
        IPublishedTable table = PublishedFunctionsOfBenchmarks.Table;
        ValueTask<PublishedOutcome> call = table.InvokeAsync(table.Find(_other)!, default, _writer);
        return End(call.IsCompletedSuccessfully);
    }

    /// <summary>What of a call is the writer of its result and nothing else, a number as tables write it: none can take less.</summary>
    [Benchmark]
    public int ResultAlone()
    {
        Reset();
        JsonNumber.Write(_writer, Result);
        return End(isCompleted: true);
    }

    /// <summary>The same with a number as the framework writes it.</summary>
    [Benchmark]
    public int ResultAloneByFramework()
    {
        Reset();
        _writer.WriteNumberValue(Result);
        return End(isCompleted: true);
    }

    /// <summary>What the JSON of such a call costs whoever reads it by hand, and nothing else.</summary>
    [Benchmark]
    public int JsonByHand()
    {
        Reset();
        var reader = new Utf8JsonReader(_arguments);
        double x = 0;
        double y = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("x"u8))
            {
                reader.Read();
                x = reader.GetDouble();
            }
            else
            {
                reader.Read();
                y = reader.GetDouble();
            }
        }

        _writer.WriteNumberValue(PublishedFunctionsOfBenchmarks.Addition(x, y));
        return End(isCompleted: true);
    }

    /// <summary>Reflection as the program would have it: each argument deserialized to its parameter's type.</summary>
    private object?[] Arguments(MethodInfo method)
    {
        using JsonDocument document = JsonDocument.Parse(_arguments);
        ParameterInfo[] parameters = method.GetParameters();
        object?[] values = new object?[parameters.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = document.RootElement.GetProperty(parameters[i].Name!).Deserialize(parameters[i].ParameterType);
        return values;
    }

    private int WriteReflected(object? result)
    {
        Reset();
        JsonSerializer.Serialize(_writer, result, result!.GetType());
        return End(isCompleted: true);
    }

    private void Reset()
    {
        _written.ResetWrittenCount();
        _writer.Reset();
    }

    private int End(bool isCompleted)
    {
        _writer.Flush();
        return isCompleted ? _written.WrittenCount : throw new InvalidOperationException("The call did not end at once.");
    }
}
