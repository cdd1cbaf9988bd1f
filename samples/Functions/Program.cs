// Functions by name: Functions [NAME [JSON | ?QUERY]]. Without arguments it tells what there is and calls some.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Busbar;

IPublishedTable table = Functions.Table;
if (args.Length > 0)
    return await CallAsync(args[0], args.Length > 1 ? args[1] : "");

foreach (PublishedFunction function in table.Functions)
    Console.WriteLine($"{function}: {function.Summary}");
await CallAsync("addition", """{"x":1,"y":2}""");
await CallAsync("addition", "?x=1&y=2");
await CallAsync("addition", """{"x":"one","y":2}""");
await CallAsync("distance", """[{"x":0,"y":0},{"x":3,"y":4}]""");
await CallAsync("countdown", "[3]");
await CallAsync("next", """["1.2"]""");
return 0;

async Task<int> CallAsync(string name, string arguments)
{
    if (table.Find(Encoding.UTF8.GetBytes(name)) is not { } function)
    {
        Console.Error.WriteLine($"There is no function {name}.");
        return 2;
    }

    var json = new ArrayBufferWriter<byte>();
    if (arguments.StartsWith('?'))
        PublishedQuery.Write(function, arguments, json);
    else
        json.Write(Encoding.UTF8.GetBytes(arguments));

    var result = new ArrayBufferWriter<byte>();
    await using var writer = new Utf8JsonWriter(result);
    PublishedOutcome outcome = await table.InvokeAsync(function, new ReadOnlySequence<byte>(json.WrittenMemory), writer);
    await writer.FlushAsync();
    bool isCompleted = outcome.Kind == PublishedOutcomeKind.Completed;
    Console.WriteLine($"{name} {arguments} -> {(isCompleted ? Encoding.UTF8.GetString(result.WrittenSpan) : outcome)}");
    return isCompleted ? 0 : 1;
}

internal static partial class Functions
{
    /// <summary>Adds two numbers.</summary>
    [Published]
    public static double Addition(double x, double y) => x + y;

    /// <summary>The way from one point to another.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    [Published]
    public static double Distance(Point from, Point to) => Math.Sqrt(Math.Pow(from.X - to.X, 2) + Math.Pow(from.Y - to.Y, 2));

    /// <summary>Counts down to zero.</summary>
    [Published]
    public static async IAsyncEnumerable<int> Countdown(int from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = from; i >= 0; i--)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }
    }

    /// <summary>The version after one.</summary>
    [Published(Json = typeof(FunctionsJson))]
    public static Version Next(Version version) => new(version.Major, version.Minor + 1);
}

internal readonly record struct Point(double X, double Y);

[JsonSerializable(typeof(Version))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
