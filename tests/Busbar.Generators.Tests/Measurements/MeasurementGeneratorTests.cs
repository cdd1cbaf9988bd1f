using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Measurements;

public sealed class MeasurementGeneratorTests
{
    private const string Feeder = """
        using Busbar;

        namespace Plant;

        [Measurement("feeder")]
        public readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "kW")] float ActivePower, [Field] bool Closed, [Timestamp] DateTimeOffset Time);
        """;

    private const string EveryKind = """
        using Busbar;

        namespace Plant;

        public enum Mode { Off, Local, Remote }

        public partial class Station
        {
            [Measurement("trans former")]
            public sealed partial record Transformer<T>
            {
                [Tag] public required string Site { get; init; }
                [Tag("nr")] public int Number { get; init; }
                [Tag] public Mode? Kind { get; init; }
                [Tag] public string? @class { get; init; }
                [Field(Unit = "kV", Resolution = 0.01)] public double VoltageHV { get; init; }
                [Field("count")] public long Steps { get; init; }
                [Field] public ushort? Raw { get; init; }
                [Field] public Mode Mode { get; init; }
                [Field] public string? @event { get; init; }
                [Field] public decimal Price { get; init; }
                [Timestamp] public DateTimeOffset Time { get; init; }
                public T? Unrelated { get; init; }
            }
        }
        """;

    [Fact]
    public void Record_ReadsAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<MeasurementGenerator>(Feeder).Text, "Feeder.Measurement");

    [Fact]
    public void EveryKindOfTagAndField_ReadsAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<MeasurementGenerator>(EveryKind).Text, "Transformer.Measurement");

    [Theory]
    [InlineData("of \\\"things\\\"")]
    [InlineData("ends in \\\\")]
    [InlineData("{0} µ")]
    public void Name_MayHoldWhateverATextInCodeHasToEscape(string name) => GeneratorRun.Of<MeasurementGenerator>(
        $"using Busbar; [Measurement(\"{name}\")] public partial record struct Odd([Tag(\"{name}\")] string A, [Field(\"b{name}\", Unit = \"{name}\")] int B, [Timestamp] DateTimeOffset Time);").Compile();

    [Fact]
    public void Members_MayBeCalledAsWhatIsGenerated() => GeneratorRun.Of<MeasurementGenerator>("""
        using Busbar;

        [Measurement("odd")]
        public partial record struct Odd(
            [Tag] string Tags, [Tag] string ToGroup, [Field("g")] int Group, [Field] int Known, [Field] int Only, [Field] int Of, [Field] int Series, [Field] int group, [Field("c")] int Count, [Field] int Destination,
            [Timestamp] DateTimeOffset Time);

        [Measurement("bare")]
        public partial record struct Bare([Field] int Group, [Field] int Only, [Field] int Known, [Field] int Of, [Timestamp] DateTimeOffset Time);
        """).Compile();

    [Fact]
    public void Point_IsPublishedAsABatchOfItsFields()
    {
        string[] received = GeneratorRun.Of<MeasurementGenerator>(Feeder, """
            using System.Linq;
            using Busbar;
            using Plant;

            public static class Test
            {
                public static string[] Run()
                {
                    var hub = new Hub<Sample>();
                    using HubQueue<Sample> queue = hub.SubscribeQueue();
                    hub.Publish(new Feeder("3", 41.7f, true, DateTimeOffset.UnixEpoch));
                    Sample[] samples = new Sample[4];
                    int count = queue.Read(samples);
                    return samples.Take(count).Select(sample => sample.ToString()).ToArray();
                }
            }
            """).Call<string[]>();

        Assert.Equal(
            ["feeder.active_power{bay=3} = 41.7 kW at 1970-01-01T00:00:00.0000000Z", "feeder.closed{bay=3} = true at 1970-01-01T00:00:00.0000000Z"], received);
    }

    [Fact]
    public void Null_IsLeftOut_WhetherTagOrField()
    {
        string[] received = GeneratorRun.Of<MeasurementGenerator>(EveryKind, """
            using System.IO;
            using System.Linq;
            using System.Text;
            using System.Text.Json;
            using Busbar;
            using Plant;

            public static class Test
            {
                public static string[] Run()
                {
                    var point = new Station.Transformer<int>
                    {
                        Site = "north", Number = 7, VoltageHV = double.NaN, Steps = (1L << 53) + 1, Mode = Mode.Local, @event = "trip", Price = 0.1m, Time = DateTimeOffset.UnixEpoch,
                    };
                    Sample[] samples = new Sample[6];
                    int count = point.CopyTo(samples);
                    using var json = new MemoryStream();
                    using (var writer = new Utf8JsonWriter(json))
                        point.WriteTo(writer);
                    Series mode = samples[2].Series;
                    Series voltage = samples[0].Series;
                    return [.. samples.Take(count).Select(sample => sample.ToString()), Encoding.UTF8.GetString(json.ToArray()),
                        string.Join('|', mode.Metadata.States!), FormattableString.Invariant($"{voltage.Metadata.Resolution}")];
                }
            }
            """).Call<string[]>();

        Assert.Equal(
            [
                "trans former.voltage_hv{nr=7,site=north} = NaN kV at 1970-01-01T00:00:00.0000000Z",
                "trans former.count{nr=7,site=north} = 9007199254740993 at 1970-01-01T00:00:00.0000000Z",
                "trans former.mode{nr=7,site=north} = 1 at 1970-01-01T00:00:00.0000000Z",
                "trans former.event{nr=7,site=north} = trip at 1970-01-01T00:00:00.0000000Z",
                "trans former.price{nr=7,site=north} = 0.1 at 1970-01-01T00:00:00.0000000Z",
                """{"site":"north","nr":"7","voltage_hv":null,"count":"9007199254740993","mode":1,"event":"trip","price":0.1,"time":"1970-01-01T00:00:00+00:00"}""",
                "Off|Local|Remote",
                "0.01",
            ],
            received);
    }

    [Fact]
    public void Publishing_AllocatesNothing()
    {
        long allocated = GeneratorRun.Of<MeasurementGenerator>(Feeder, """
            using Busbar;
            using Plant;

            public static class Test
            {
                private static double _sum;

                public static long Run()
                {
                    var hub = new Hub<Sample>();
                    using IDisposable subscription = hub.Subscribe(static (in Sample sample) => _sum += sample.AsSingle());
                    long least = long.MaxValue;
                    for (int attempt = 0; attempt < 5; attempt++)
                    {
                        long before = GC.GetAllocatedBytesForCurrentThread();
                        for (int i = 0; i < 1000; i++)
                            hub.Publish(new Feeder("3", i, true, DateTimeOffset.UnixEpoch));
                        least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                    }

                    return least;
                }
            }
            """).Call<long>();

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("public record struct P([Field] int A, [Timestamp] DateTimeOffset T);", "BUS3001 File0.cs(2,22): 'P' is not partial, so that nothing can be generated into it; write 'partial' before its keyword")]
    [InlineData("public partial record struct P([Tag] object A, [Field] int B, [Timestamp] DateTimeOffset T);", "BUS3002 File0.cs(2,45): 'A' is of type object and cannot be a tag; a tag is a text, an integer, an enumeration, a bool or a Guid")]
    [InlineData("public partial record struct P([Field] int[] A, [Timestamp] DateTimeOffset T);", "BUS3002 File0.cs(2,46): 'A' is of type int[] and cannot be a field; a field is a number, a bool, an enumeration or a string")]
    [InlineData("public partial record struct P([Field] int A, [Timestamp] DateTime T);", "BUS3002 File0.cs(2,68): 'T' is of type DateTime and cannot be a time; write DateTimeOffset, which says where its zero is")]
    [InlineData("public partial record struct P([Tag] string A, [Timestamp] DateTimeOffset T);", "BUS3003 File0.cs(2,30): 'P' has no field, and a point without one cannot be stored; mark at least one property with [Field]")]
    [InlineData("public partial record struct P([Field] int A);", "BUS3004 File0.cs(2,30): 'P' has no properties marked [Timestamp]; mark exactly one DateTimeOffset")]
    [InlineData("public partial record struct P([Field] int A, [Timestamp] DateTimeOffset T, [Timestamp] DateTimeOffset U);", "BUS3004 File0.cs(2,30): 'P' has 2 properties marked [Timestamp]; mark exactly one DateTimeOffset")]
    [InlineData("public partial record struct P([Field] int A, [Tag(\"a\")] string B, [Timestamp] DateTimeOffset T);", "BUS3005 File0.cs(2,65): 'B' is called \"a\" as another member of the point is; give one of them another name in its attribute")]
    [InlineData("public partial record struct P([Field(\"\")] int A, [Timestamp] DateTimeOffset T);", "BUS3006 File0.cs(2,48): The name \"\" of 'A' is empty or holds a control character; write another one in the attribute")]
    [InlineData("file partial record struct P([Field] int A, [Timestamp] DateTimeOffset T);", "BUS3007 File0.cs(2,28): 'P' is local to its file, so that no generated file can continue it; remove 'file'")]
    [InlineData("public partial record struct P([Field, Tag] int A, [Field] int B, [Timestamp] DateTimeOffset T);", "BUS3008 File0.cs(2,49): 'A' is marked as [Field] and [Tag] at once; keep one of the attributes")]
    public void WhatCannotBeGenerated_IsSaidAtTheMemberAtFault(string declaration, string expected)
    {
        GeneratorRun run = GeneratorRun.Of<MeasurementGenerator>("using Busbar; [Measurement(\"m\")]\n" + declaration);

        Assert.Equal([expected], run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }

    [Fact]
    public void TypesOfOneName_InTwoNamespacesAndOfTwoArities_AreKeptApart()
    {
        const string Body = "([Field] int A, [Timestamp] DateTimeOffset T);";

        GeneratorRun run = GeneratorRun.Of<MeasurementGenerator>(
            $"using Busbar; namespace A {{ [Measurement(\"a\")] public partial record P{Body} }} namespace @class.B {{ [Measurement(\"b\")] public partial record P{Body} [Measurement(\"c\")] public partial record P<TValue>{Body} }}",
            $"using Busbar; [Measurement(\"d\")] internal partial class P {{ [Field] public int A {{ get; set; }} }}",
            $"internal partial class P {{ [Busbar.Timestamp] public DateTimeOffset T {{ get; set; }} }}");

        Assert.Equal(4, run.Result.GeneratedSources.Length);
        run.Compile();
    }

    [Fact]
    public void EditElsewhere_CausesNothing()
    {
        GeneratorRun first = GeneratorRun.Of<MeasurementGenerator>(Feeder, "class Other;");

        GeneratorRun second = first.AfterEdit("File1.cs", "class Other { int _more; }");

        StepAssertions.NothingIsDoneAgain(second, Steps.ParseMeasurements);
    }

    [Fact]
    public void EditOfOneOfFiveHundred_WritesOneFile()
    {
        static string Source(int index, string field) => $"using Busbar; [Measurement(\"m{index}\")] public partial record struct P{index}([Field] int {field}, [Timestamp] DateTimeOffset T);";
        string[] sources = [.. Enumerable.Range(0, 500).Select(index => Source(index, "A"))];
        GeneratorRun first = GeneratorRun.Of<MeasurementGenerator>(sources);

        GeneratorRun second = first.AfterEdit("File7.cs", Source(7, "B"));

        Assert.Equal(500, first.Result.GeneratedSources.Length);
        Assert.Equal(1, StepAssertions.FilesWritten(second));
    }
}
