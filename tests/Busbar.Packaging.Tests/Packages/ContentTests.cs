using System.Reflection;
using System.Xml.Linq;

namespace Busbar.Packaging.Tests.Packages;

/// <summary>What lies in the packages, and that it belongs together.</summary>
public sealed class ContentTests(Feed feed)
{
    private const string Generators = "analyzers/dotnet/cs/Busbar.Generators.dll";
    private const string CodeFixes = "analyzers/dotnet/cs/Busbar.CodeFixes.dll";
    private static readonly Version Roslyn = new(4, 14, 0, 0);

    public static TheoryData<string> Libraries => [.. PackageTable.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_IsOneAssemblyWithItsDocumentation_AndBusbarAloneHasTheGenerators(string id)
    {
        string[] analyzers = id == PackageTable.Core ? [CodeFixes, Generators] : [];

        Assert.Equal(
            [$"{id}.nuspec", "README.md", .. analyzers, "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            feed[id].Files.OrderBy(file => file, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Documentation_IsOfTheAssembly(string id)
    {
        XElement documentation = XDocument.Load(new MemoryStream(feed[id].Octets($"lib/net10.0/{id}.xml"))).Root!;

        Assert.Equal(id, documentation.Element("assembly")!.Element("name")!.Value);
        Assert.Contains(documentation.Descendants("member"), member => ((string)member.Attribute("name")!).StartsWith("T:Busbar.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_AreThoseOfTheAssembly_AndLinkTheSourceWhereItHasAnAddress(string id)
    {
        using var assembly = new PackedAssembly(feed[id].Octets($"lib/net10.0/{id}.dll"));
        using var symbols = new PackedSymbols(feed[id].SymbolOctets($"lib/net10.0/{id}.pdb"));
        string? address = (string?)feed[id].Repository?.Attribute("url");

        Assert.Equal(assembly.SymbolsId, symbols.Id);
        // The SDK links to the hosts it knows; a checkout without such an address has nothing to link to.
        bool isKnownHost = address?.StartsWith("https://github.com/", StringComparison.Ordinal) == true;
        Assert.True(isKnownHost == (symbols.SourceLink?.Contains("githubusercontent.com", StringComparison.Ordinal) == true),
            $"The repository's address is '{address}', and the source link '{symbols.SourceLink}'.");
    }

    [Fact]
    public void SymbolsOfTheTool_AreThoseOfItsAssembly()
    {
        using var assembly = new PackedAssembly(feed[PackageTable.Tool].Octets("tools/net10.0/any/Busbar.Tool.dll"));
        using var symbols = new PackedSymbols(feed[PackageTable.Tool].SymbolOctets("tools/net10.0/any/Busbar.Tool.pdb"));

        Assert.Equal(assembly.SymbolsId, symbols.Id);
    }

    [Fact]
    public void AllAssemblies_HaveTheStrongNameOfThisRepository()
    {
        string[] tokens = [.. feed.Packages.SelectMany(package => package.Assemblies.Select(file => Read(package, file, assembly => assembly.KeyToken))).Distinct(StringComparer.Ordinal)];

        Assert.Equal(Convert.ToHexStringLower(typeof(Feed).Assembly.GetName().GetPublicKeyToken()!), Assert.Single(tokens));
        Assert.NotEmpty(tokens[0]);
    }

    [Fact]
    public void AllAssemblies_HaveOneVersion() =>
        Assert.Single(feed.Packages.SelectMany(package => package.Assemblies.Select(file => Read(package, file, assembly => assembly.Name.Version))).Distinct());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Assembly_SaysThatItCanBeTrimmedAndCompiledAhead_UnlessItsSqliteCannot(string id)
    {
        string? expected = id == PackageTable.Sqlite ? null : "True";

        IReadOnlyDictionary<string, string?> metadata = Read(feed[id], $"lib/net10.0/{id}.dll", assembly => assembly.Metadata);

        Assert.Equal(expected, metadata.GetValueOrDefault("IsTrimmable"));
        Assert.Equal(expected, metadata.GetValueOrDefault("IsAotCompatible"));
    }

    [Theory]
    [InlineData(Generators)]
    [InlineData(CodeFixes)]
    public void GeneratorsAndFixes_LoadInEveryCompilerSince414(string file)
    {
        IReadOnlyList<AssemblyName> references = Read(feed[PackageTable.Core], file, assembly => assembly.References);

        Assert.Contains(references, reference => reference.Name == "Microsoft.CodeAnalysis.CSharp" || reference.Name == "Microsoft.CodeAnalysis");
        Assert.All(references.Where(reference => reference.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)), reference => Assert.Equal(Roslyn, reference.Version));
        Assert.Contains(references, reference => reference.Name == "netstandard");
    }

    [Fact]
    public void Generators_NeedNothingThatOnlyEditorsHave() =>
        Assert.DoesNotContain(
            Read(feed[PackageTable.Core], Generators, assembly => assembly.References),
            reference => reference.Name!.Contains("Workspaces", StringComparison.Ordinal) || reference.Name.StartsWith("Busbar", StringComparison.Ordinal));

    [Fact]
    public void Tool_CarriesNoDocumentationOfItsParts() =>
        Assert.DoesNotContain(feed[PackageTable.Tool].Files, file => Path.GetFileName(file).StartsWith("Busbar", StringComparison.Ordinal) && file.EndsWith(".xml", StringComparison.Ordinal));

    private static T Read<T>(Package package, string file, Func<PackedAssembly, T> read)
    {
        using var assembly = new PackedAssembly(package.Octets(file));
        return read(assembly);
    }
}
