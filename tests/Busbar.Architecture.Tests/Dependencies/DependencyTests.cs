using System.Xml.Linq;

namespace Busbar.Architecture.Tests.Dependencies;

public sealed class DependencyTests
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_DependsOnlyOnWhatItsRowAllows(string package) =>
        Report.Empty(DependencyRules.Check(package, DependencyRules.ReferencesOf(Repository.AssemblyPath(package)), DependencyTable.Rows));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_DeclaresOnlyWhatItsRowAllows(string package)
    {
        XDocument project = XDocument.Load(Repository.Projects.Single(path => string.Equals(Path.GetFileNameWithoutExtension(path), package, StringComparison.Ordinal)));

        Report.Empty(DependencyRules.Check(package, DependencyRules.DeclaredBy(project), DependencyTable.Rows));
    }

    [Fact]
    public void EveryBusbarAssemblyThatWasBuilt_IsInTheTable()
    {
        IEnumerable<string> built = Directory.GetFiles(AppContext.BaseDirectory, "Busbar*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal));

        Report.Empty(built.SelectMany(name => DependencyRules.Check(name, [], DependencyTable.Rows)));
    }

    [Fact]
    public void Table_PointsDownwards_SoThatNoTwoPackagesNeedEachOther()
    {
        var graph = new Namespaces.DependencyGraph();
        foreach (DependencyRow row in DependencyTable.Rows)
        {
            foreach (string allowed in row.Busbar)
                graph.Add(row.Package, allowed, "its row");
        }

        Assert.Null(graph.FindCycle());
    }

    [Fact]
    public void Reference_ThatTheRowDoesNotAllow_IsNamed()
    {
        string problem = Assert.Single(DependencyRules.Check("Busbar.Modbus", ["System.Runtime", "Busbar", "Busbar.Messaging"], DependencyTable.Rows));

        Assert.StartsWith("Busbar.Modbus depends on Busbar.Messaging", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Reactive")] // begins like the base library, and is not of it
    [InlineData("Newtonsoft.Json")]
    [InlineData("Microsoft.Extensions.Logging")]
    public void ThirdPartyReference_OfTheCore_IsNamed(string reference) =>
        Assert.Contains(reference, Assert.Single(DependencyRules.Check("Busbar", [reference], DependencyTable.Rows)), StringComparison.Ordinal);

    [Fact]
    public void UnlistedPackage_IsToldToAddARow() =>
        Assert.Contains("add a row to DependencyTable.cs", Assert.Single(DependencyRules.Check("Busbar.Unknown", [], DependencyTable.Rows)), StringComparison.Ordinal);

    [Fact]
    public void References_AreThoseOfTheAssembly()
    {
        IReadOnlyList<string> references = DependencyRules.ReferencesOf(Repository.AssemblyPath("Busbar.Testing"));

        Assert.Contains("Busbar", references);
        Assert.Contains("System.Runtime", references);
    }

    [Fact]
    public void DeclaredReferences_AreProjectsAndPackages_WithoutWhatIsForTheBuildAlone()
    {
        XDocument project = XDocument.Parse("""
            <Project>
              <ItemGroup>
                <ProjectReference Include="..\..\Core\Busbar\Busbar.csproj" />
                <ProjectReference Include="../Busbar.Generators/Busbar.Generators.csproj" OutputItemType="Analyzer" />
                <PackageReference Include="Npgsql" />
                <PackageReference Include="Meziantou.Analyzer" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);

        Assert.Equal(["Busbar", "Npgsql"], DependencyRules.DeclaredBy(project));
    }
}
