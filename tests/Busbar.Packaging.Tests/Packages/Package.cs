using System.IO.Compression;
using System.Xml.Linq;

namespace Busbar.Packaging.Tests.Packages;

/// <summary>One packed package: its manifest and its files.</summary>
internal sealed class Package
{
    private readonly string _path;
    private readonly XElement _metadata;

    private Package(string path)
    {
        _path = path;
        using ZipArchive archive = ZipFile.OpenRead(path);
        Files = Contents(archive);
        using Stream manifest = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(manifest).Root!.Elements().Single();
    }

    public string Id => Value("id")!;

    public string Version => Value("version")!;

    /// <summary>The paths of all files but those that every package has by its format.</summary>
    public IReadOnlyList<string> Files { get; }

    public XElement? Repository => Element("repository");

    public XElement? License => Element("license");

    /// <summary>What restoring it brings along, for all target frameworks.</summary>
    public IReadOnlyList<XElement> Dependencies => [.. _metadata.Descendants().Where(element => element.Name.LocalName == "dependency")];

    public IReadOnlyList<string> Frameworks => [.. _metadata.Descendants().Where(element => element.Name.LocalName == "frameworkReference").Select(element => (string)element.Attribute("name")!)];

    public IReadOnlyList<string> Types => [.. _metadata.Descendants().Where(element => element.Name.LocalName == "packageType").Select(element => (string)element.Attribute("name")!)];

    /// <summary>The assemblies that are Busbar's own.</summary>
    public IReadOnlyList<string> Assemblies => [.. Files.Where(file => Path.GetFileName(file).StartsWith("Busbar", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal))];

    public static Package Read(string path) => new(path);

    /// <summary>The text of an element of the manifest; null where it is not there.</summary>
    public string? Value(string element) => Element(element)?.Value;

    public byte[] Octets(string file) => Octets(_path, file);

    public string SymbolsPath => Path.ChangeExtension(_path, ".snupkg");

    /// <summary>A file of the package of symbols.</summary>
    public byte[] SymbolOctets(string file) => Octets(SymbolsPath, file);

    private static byte[] Octets(string path, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        ZipArchiveEntry? entry = archive.GetEntry(file);
        Assert.True(entry is not null, $"{Path.GetFileName(path)} has no {file}, only {string.Join(", ", Contents(archive))}.");
        using Stream stream = entry.Open();
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        return octets.ToArray();
    }

    private static string[] Contents(ZipArchive archive) =>
        [.. archive.Entries.Select(entry => entry.FullName)
            .Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];

    private XElement? Element(string name) => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
}
