using System.Reflection;

namespace Busbar.Architecture.Tests;

/// <summary>The checked-out files and the assemblies built from them.</summary>
internal static class Repository
{
    private static readonly string[] PackageFolders = ["src/Core", "src/Protocols", "src/Transports"];
    private static readonly string[] BuiltFolders = ["bin", "obj", "artifacts", "node_modules", ".git", "BenchmarkDotNet.Artifacts", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>The project files of all packages but the generators and applications.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. PackageFolders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).SelectMany(folder => Directory.GetFiles(folder, "*.csproj")).Order(StringComparer.Ordinal)];

    /// <summary>The names of those packages, which are the names of their assemblies.</summary>
    public static IReadOnlyList<string> Packages { get; } = [.. Projects.Select(project => Path.GetFileNameWithoutExtension(project))];

    public static string AssemblyPath(string package) => Path.Combine(AppContext.BaseDirectory, package + ".dll");

    public static Assembly Load(string package) => Assembly.Load(new AssemblyName(package));

    /// <summary>Files below a folder of the repository, without what builds make.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string full = Path.Combine(Root, folder);
        return Directory.Exists(full) ? Below(full, pattern) : [];
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Below(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Concat(Directory.GetDirectories(folder)
            .Where(child => !BuiltFolders.Contains(Path.GetFileName(child), StringComparer.Ordinal))
            .SelectMany(child => Below(child, pattern)));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Packages.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Packages.sln in {AppContext.BaseDirectory} or above it: these tests run from a checkout.");
    }
}
