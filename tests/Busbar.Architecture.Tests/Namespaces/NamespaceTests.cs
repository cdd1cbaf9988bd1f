namespace Busbar.Architecture.Tests.Namespaces;

public sealed class NamespaceTests
{
    private const string Fixtures = "Busbar.Architecture.Tests.Fixtures";
    private static readonly string ThisAssembly = Repository.AssemblyPath("Busbar.Architecture.Tests");

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Namespaces_OfOneAssembly_FormNoCycle(string package)
    {
        string? cycle = NamespaceReader.Read(Repository.AssemblyPath(package)).FindCycle();

        if (cycle is not null)
            Assert.Fail($"{package} has namespaces that need each other, so that none can be read first: {cycle}");
    }

    [Fact]
    public void Samples_NeedNothingOfLinks() =>
        Assert.DoesNotContain(("Busbar", "Busbar.Links"), NamespaceReader.Read(Repository.AssemblyPath("Busbar")).Pairs);

    [Fact]
    public void Cycle_IsFoundAndNamedWithTheMembersThatMakeIt()
    {
        string? cycle = NamespaceReader.Read(ThisAssembly, Fixtures + ".Ring").FindCycle();

        Assert.NotNull(cycle);
        Assert.StartsWith($"{Fixtures}.Ring.First -> {Fixtures}.Ring.Second -> {Fixtures}.Ring.Third -> {Fixtures}.Ring.First", cycle, StringComparison.Ordinal);
        Assert.Contains("Alpha.Next uses Beta", cycle, StringComparison.Ordinal);
        Assert.Contains("Gamma.Back uses Alpha", cycle, StringComparison.Ordinal); // only in the body of a lambda
    }

    [Theory]
    [InlineData("Base")]
    [InlineData("Interface")]
    [InlineData("Constraint")]
    [InlineData("Attributes")]
    [InlineData("Field")]
    [InlineData("Parameter")]
    [InlineData("Local")]
    [InlineData("TypeArgument")]
    [InlineData("Call")]
    [InlineData("Catch")]
    [InlineData("AsyncBody")]
    [InlineData("Switch")]
    public void EveryWayToNameAType_IsSeen(string way) =>
        Assert.Contains(($"{Fixtures}.Ways.{way}", $"{Fixtures}.Ways.Target"), NamespaceReader.Read(ThisAssembly, Fixtures + ".Ways").Pairs);

    [Fact]
    public void ChainWithoutAWayBack_IsNoCycle()
    {
        var graph = new DependencyGraph();
        graph.Add("a", "b", "");
        graph.Add("b", "c", "");
        graph.Add("a", "c", "");
        graph.Add("c", "c", "");

        Assert.Null(graph.FindCycle());
    }

    [Fact]
    public void ShortestCycle_IsTheOneReported()
    {
        var graph = new DependencyGraph();
        graph.Add("a", "b", "");
        graph.Add("b", "c", "");
        graph.Add("c", "a", "");
        graph.Add("x", "y", "one");
        graph.Add("y", "x", "two");

        Assert.StartsWith("x -> y -> x", graph.FindCycle(), StringComparison.Ordinal);
    }
}
