using System.Reflection;
using System.Runtime.Loader;
using Busbar.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Tests.Publishing;

/// <summary>Arguments and results that a context of the user's reads and writes, completed by its own generator.</summary>
public sealed class PublishedContextTests
{
    private const string Functions = """
        using System.Buffers;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using Busbar;

        [JsonDerivedType(typeof(Circle), "circle")]
        public abstract record Figure(string Name);
        public sealed record Circle(string Name, double Radius) : Figure(Name);

        [JsonSerializable(typeof(Figure))]
        [JsonSerializable(typeof(Version))]
        [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
        internal sealed partial class Mine : JsonSerializerContext;

        public static partial class Functions
        {
            [Published(Json = typeof(Mine))] public static Figure Grow(Figure figure, double by = 1) => ((Circle)figure) with { Radius = ((Circle)figure).Radius + by };
            [Published(Json = typeof(Mine))] public static async IAsyncEnumerable<Version?> Versions(Version? first) { await Task.Yield(); yield return first; yield return new Version(1, 2); }
        }

        public static class Test
        {
            public static async Task<string> CallAsync(string name, string arguments)
            {
                var written = new ArrayBufferWriter<byte>();
                using var writer = new Utf8JsonWriter(written);
                PublishedOutcome outcome = await Functions.Table.InvokeAsync(Functions.Table.Find(Encoding.UTF8.GetBytes(name))!, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)), writer);
                writer.Flush();
                return outcome.Kind == PublishedOutcomeKind.Completed ? Encoding.UTF8.GetString(written.WrittenSpan) : outcome.ToString();
            }
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    [Theory]
    [InlineData("grow", """[{"$type":"circle","name":"a","radius":2}]""", """{"$type":"circle","radius":3,"name":"a"}""")]
    [InlineData("grow", """{"figure":{"$type":"circle","name":"a","radius":2},"by":5}""", """{"$type":"circle","radius":7,"name":"a"}""")]
    [InlineData("grow", """[{"$type":"circle","name":"a","radius":"x"}]""", "Refused: 'figure.radius' must be what Figure has there, and is something else.")]
    [InlineData("grow", "[null]", "Refused: 'figure' must be a value, and is null.")]
    [InlineData("grow", """[{"$type":"circle","name":"a",}]""", "Refused: 'figure' must be of type Figure, and is an object that does not fit.")]
    [InlineData("versions", """["3.4"]""", """["3.4","1.2"]""")]
    [InlineData("versions", "[null]", """[null,"1.2"]""")]
    [InlineData("versions", "{}", """[null,"1.2"]""")]
    public async Task Call_GoesThroughTheContext(string function, string arguments, string expected) =>
        Assert.Equal(expected, await (Task<string>)Compiled.Value.GetType("Test")!.GetMethod("CallAsync")!.Invoke(null, [function, arguments])!);

    private static Assembly Compile()
    {
        GeneratorRun run = GeneratorRun.Of<PublishedGenerator>(Functions);
        Assert.Empty(run.Diagnostics);
        Compilation completed = JsonContexts.Complete(run.Output);
        Assert.Empty(completed.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning));
        using var assembly = new MemoryStream();
        Assert.True(completed.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Success);
        assembly.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(assembly);
    }
}
