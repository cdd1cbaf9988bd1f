using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Registers;

/// <summary>What is generated for a register map, and what an edit causes.</summary>
public sealed class RegisterMapGeneratorTests
{
    private const string Meter = """
        using Busbar.Modbus;

        namespace Plant;

        [RegisterMap(Order = RegisterOrder.ABCD)]
        public sealed partial class Meter
        {
            [Input(0, EngineeringUnit = "V")]                         public partial float VoltageL1 { get; }
            [Input(12, EngineeringUnit = "W")]                        public partial float Power { get; }
            [Holding(100, As = RegisterType.Int16, Scale = 0.1)]      public partial double Setpoint { get; set; }
            [Coil(3)]                                                 public partial bool Enabled { get; set; }
        }
        """;

    private const string EveryKind = """
        using Busbar.Modbus;

        namespace Plant;

        public enum Mode { Off, Local, Remote }

        public partial class Station<TSite>
        {
            [RegisterMap(Order = RegisterOrder.CDAB, MaxRegisterGap = 4)]
            internal partial class Feeder<TKey>
                where TKey : notnull
            {
                private int _count = 1;

                [Holding(0)] public virtual partial uint Count { get; private set; }
                [Holding(2, Order = RegisterOrder.DCBA, Scale = 1000)] protected internal partial float Energy { get; set; }
                [Holding(4, As = RegisterType.Int32, Scale = 0.01)] public partial decimal Price { get; set; }
                [Holding(6)] public partial Mode @class { get; set; }
                [Holding(7, Bit = 3)] public partial bool Tripped { get; set; }
                [Holding(7, Bit = 4, Bits = 3)] public partial byte Stage { get; set; }
                [Holding(7, Overlaps = true, Description = "all of it")] public partial ushort Status { get; }
                [Holding(20, Length = 4, Encoding = RegisterEncoding.Utf8)] public partial string Name { get; set; }
                [Holding(24, Length = 3, As = RegisterType.Int16, Scale = 0.1)] public partial double[] Limits { get; set; }
                [Input(5, Length = 2)] public partial long[] Totals { get; }
                [DiscreteInput(9)] public partial bool Door { get; }
                [Coil(0, Length = 8)] public partial bool[] Relays { get; set; }
                [Holding(40)] public required partial short Level { get; init; }

                public int Use() => _count++;
            }
        }
        """;

    [Fact]
    public void Map_ReadsAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<RegisterMapGenerator>(Meter).Text, "Meter.RegisterMap");

    [Fact]
    public void EveryKindOfProperty_ReadsAsIfTyped() => Snapshot.Matches(GeneratorRun.Of<RegisterMapGenerator>(EveryKind).Text, "Feeder.RegisterMap");

    [Fact]
    public void Generated_CompilesWithoutAWarning()
    {
        GeneratorRun.Of<RegisterMapGenerator>(Meter).Compile();
        GeneratorRun.Of<RegisterMapGenerator>(EveryKind).Compile();
    }

    [Fact]
    public void MapsOfOneName_InTwoNamespacesAndOfTwoArities_AreKeptApart()
    {
        const string Body = "{ [Input(0)] public partial short @event { get; } }";

        GeneratorRun run = GeneratorRun.Of<RegisterMapGenerator>(
            $"using Busbar.Modbus; namespace A {{ [RegisterMap] public partial class P {Body} }} namespace @class.B {{ [RegisterMap] public partial class P {Body} [RegisterMap] public partial class P<TValue> {Body} }}",
            "using Busbar.Modbus; [RegisterMap] internal partial class P { [Coil(0)] public partial bool A { get; set; } }",
            "internal partial class P { [Busbar.Modbus.Coil(1)] public partial bool B { get; set; } }");

        Assert.Equal(4, run.Result.GeneratedSources.Length);
        run.Compile();
    }

    [Fact]
    public void MapThatStandsOnAnother_HidesItsMembersWithoutAWarning() =>
        GeneratorRun.Of<RegisterMapGenerator>("""
            using Busbar.Modbus;
            [RegisterMap] public partial class A { [Input(0)] public partial short One { get; } }
            [RegisterMap] public partial class B : A { [Input(1)] public partial short Two { get; } }
            """).Compile();

    [Fact]
    public void NamesOfFieldsThatTheUserHasAlready_AreLeftToTheUser() =>
        GeneratorRun.Of<RegisterMapGenerator>("""
            using Busbar.Modbus;
            [RegisterMap]
            public partial class P
            {
                public int _one = 1, _transfer = 2, _inputRegisters0 = 3;
                [Input(0)] public partial short One { get; }
                [Input(1)] public partial short one { get; }
                [Input(2)] public partial short inputRegisters0 { get; }
                [Input(3)] public partial short wire { get; }
                [Holding(4)] public partial short client { get; set; }
                public int Decode() => 4;
                public void ReadAsync() { }
            }
            """.Replace("[Input(1)]", "[Input(1, Name = \"other\")]", StringComparison.Ordinal)).Compile();

    [Fact]
    public void DocumentationOfTheUser_StaysThatOfTheProperty()
    {
        GeneratorRun run = GeneratorRun.Of<RegisterMapGenerator>("""
            using Busbar.Modbus;
            [RegisterMap]
            public partial class P
            {
                /// <summary>Of the first phase.</summary>
                [Input(0)] public partial float Voltage { get; }
            }
            """);
        run.Compile();

        string? documentation = run.Output.GetTypeByMetadataName("P")!.GetMembers("Voltage").Single().GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("Of the first phase.", documentation, StringComparison.Ordinal);
    }

    [Fact]
    public void EditElsewhere_CausesNothing()
    {
        GeneratorRun first = GeneratorRun.Of<RegisterMapGenerator>(EveryKind, "class Other;");

        GeneratorRun second = first.AfterEdit("File1.cs", "class Other { int _more; }");

        StepAssertions.NothingIsDoneAgain(second, Steps.ParseRegisterMaps);
    }

    [Fact]
    public void EditOfOneOfFiveHundred_WritesOneFile()
    {
        static string Source(int index, int address) => $"using Busbar.Modbus; [RegisterMap] public partial class P{index} {{ [Holding({address})] public partial float A {{ get; set; }} }}";
        string[] sources = [.. Enumerable.Range(0, 500).Select(index => Source(index, 0))];
        GeneratorRun first = GeneratorRun.Of<RegisterMapGenerator>(sources);

        GeneratorRun second = first.AfterEdit("File7.cs", Source(7, 2));

        Assert.Equal(500, first.Result.GeneratedSources.Length);
        Assert.Equal(1, StepAssertions.FilesWritten(second));
    }
}
