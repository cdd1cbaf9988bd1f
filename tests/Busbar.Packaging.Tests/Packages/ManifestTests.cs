using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Busbar.Packaging.Tests.Packages;

/// <summary>What a package's page shows, and what restoring it brings along.</summary>
public sealed partial class ManifestTests(Feed feed)
{
    public static TheoryData<string> Ids => [.. PackageTable.Rows.Select(row => row.Id)];

    [Fact]
    public void EveryPackage_IsInTheTable() =>
        Assert.Equal(PackageTable.Rows.Select(row => row.Id).Order(StringComparer.Ordinal), feed.Packages.Select(package => package.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void AllPackages_HaveOneVersion() => Assert.Single(feed.Packages.Select(package => package.Version).Distinct(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_SaysWhatItIs(string id)
    {
        Package package = feed[id];

        Assert.Equal("MIT", package.License?.Value);
        Assert.Equal("expression", (string?)package.License?.Attribute("type"));
        Assert.Equal("Busbar contributors", package.Value("authors"));
        Assert.NotEqual("Package Description", package.Value("description")); // what packing writes where there is none
        Assert.EndsWith(".", package.Value("description"), StringComparison.Ordinal);
        Assert.Contains("telemetry", package.Value("tags")!.Split(' '), StringComparer.Ordinal);
        Assert.True(package.Value("tags")!.Split(' ').Length >= 3, $"{id} has no tags of its own: {package.Value("tags")}");
        Assert.Equal(id == PackageTable.Tool ? ["DotnetTool"] : [], package.Types);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Readme_IsThePackagesOwn_AndTheIconIsAPicture(string id)
    {
        Package package = feed[id];

        string readme = Encoding.UTF8.GetString(package.Octets(package.Value("readme")!).AsSpan());
        Assert.StartsWith("# " + (id == PackageTable.Tool ? "busbar" : id), readme, StringComparison.Ordinal);
        Assert.Contains(id == PackageTable.Tool ? $"dotnet tool install --global {id}\n" : $"dotnet add package {id}\n", readme, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], package.Octets(package.Value("icon")!)[..4]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Repository_NamesTheCommit(string id)
    {
        XElement? repository = feed[id].Repository;

        Assert.Equal("git", (string?)repository?.Attribute("type"));
        Assert.Matches(Commit(), (string?)repository?.Attribute("commit"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_BringsAlongExactlyWhatItsRowSays(string id)
    {
        PackageRow row = PackageTable.Rows.Single(row => row.Id == id);
        Package package = feed[id];

        Assert.Equal(row.Busbar.Concat(row.ThirdParty).Order(StringComparer.Ordinal), package.Dependencies.Select(Id).Order(StringComparer.Ordinal));
        Assert.Equal(row.Frameworks, package.Frameworks);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void DependenciesOnBusbar_AreOfTheSameVersion_AndPassOnItsGenerators(string id)
    {
        foreach (XElement dependency in feed[id].Dependencies.Where(dependency => Id(dependency).StartsWith("Busbar", StringComparison.Ordinal)))
        {
            Assert.Equal(feed.Version, (string?)dependency.Attribute("version"));
            Assert.Equal("All", (string?)dependency.Attribute("include"));
            Assert.Null(dependency.Attribute("exclude"));
        }
    }

    private static string Id(XElement dependency) => (string)dependency.Attribute("id")!;

    [GeneratedRegex("^[0-9a-f]{40}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commit();
}
