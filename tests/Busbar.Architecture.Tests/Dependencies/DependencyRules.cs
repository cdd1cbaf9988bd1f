using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Busbar.Architecture.Tests.Dependencies;

/// <summary>Holds references against the table and says in a sentence what is wrong.</summary>
internal static class DependencyRules
{
    private static readonly HashSet<string> BaseLibrary =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Each reference that the table does not allow, as a sentence; also when the package is not in the table.</summary>
    public static IReadOnlyList<string> Check(string package, IEnumerable<string> references, IReadOnlyList<DependencyRow> table)
    {
        DependencyRow? row = table.FirstOrDefault(candidate => string.Equals(candidate.Package, package, StringComparison.Ordinal));
        if (row is null)
            return [$"{package} is not in the table: add a row to DependencyTable.cs that says what it may depend on."];

        return [.. references.Where(reference => !BaseLibrary.Contains(reference) && !row.Allows(reference)).Select(reference =>
            $"{package} depends on {reference}, which its row of DependencyTable.cs does not allow (allowed: {Allowed(row)}).")];
    }

    /// <summary>What the built assembly really refers to.</summary>
    public static IReadOnlyList<string> ReferencesOf(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        MetadataReader reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What the project file declares: a reference that no code uses would still be a dependency of the package.</summary>
    public static IReadOnlyList<string> DeclaredBy(XDocument project) =>
        [.. project.Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
            .Where(element => !IsPrivate(element))
            .Select(element => (string)element.Attribute("Include")!)
            .Select(include => include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/')) : include)];

    // Analyzers and generators work at build time; nobody who references the package gets them as a dependency.
    private static bool IsPrivate(XElement reference) =>
        string.Equals((string?)reference.Attribute("PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase)
        || string.Equals((string?)reference.Attribute("OutputItemType"), "Analyzer", StringComparison.OrdinalIgnoreCase);

    private static string Allowed(DependencyRow row) =>
        row.Busbar.Length + row.ThirdParty.Length == 0 ? "nothing" : string.Join(", ", row.Busbar.Concat(row.ThirdParty));
}
